package vgpuctl.cli;

/** Entry point: all wiring happens here. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("vgpuctl");
    }
}
