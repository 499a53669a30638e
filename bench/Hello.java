/** The least that a program on the JVM can do: what it costs is the floor under every command. */
final class Hello {

    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
