package vgpuctl.cli.screen;

final class TestScreens {

    private TestScreens() {}

    static Screen pipe() {
        return new Screen(80, false, false, true);
    }

    static Screen terminal(int width) {
        return new Screen(width, true, false, true);
    }

    static Screen colours() {
        return new Screen(80, true, true, true);
    }
}
