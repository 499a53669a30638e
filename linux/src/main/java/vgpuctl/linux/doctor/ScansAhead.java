package vgpuctl.linux.doctor;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import vgpuctl.core.doctor.Examination;
import vgpuctl.core.doctor.Scan;

/**
 * Scans the pieces of a long text on other processors, while the next one is read, and shows them
 * to the rules in their order. So many pieces are on their way at most that memory stays small.
 */
final class ScansAhead implements AutoCloseable {

    /** More than four would wait for whoever reads. */
    private static final int MOST_THREADS = 4;

    private final Examination examination;
    private final Examination.Text text;
    private final int size;
    private final int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    private final ExecutorService scanners =
            Executors.newFixedThreadPool(
                    threads, Thread.ofPlatform().daemon().name("scan-", 0).factory());
    private final ArrayDeque<OnItsWay> onTheirWay = new ArrayDeque<>();
    private final ArrayDeque<byte[]> free = new ArrayDeque<>();

    private static final class OnItsWay {

        private final byte[] piece;
        private final Future<Scan> scan;

        OnItsWay(byte[] piece, Future<Scan> scan) {
            this.piece = piece;
            this.scan = scan;
        }
    }

    /**
     * Shows them to this text.
     *
     * @param size of a piece, in bytes
     */
    ScansAhead(Examination examination, Examination.Text text, int size) {
        this.examination = examination;
        this.text = text;
        this.size = size;
    }

    /** A piece to be filled. */
    byte[] room() {
        var used = free.poll();
        return used == null ? new byte[size] : used;
    }

    /** The next piece, which is whole lines; it is not the caller's any more. */
    void feed(byte[] piece, int length) throws IOException {
        onTheirWay.add(
                new OnItsWay(piece, scanners.submit(() -> examination.scan(piece, 0, length))));
        while (onTheirWay.size() > threads) {
            showFirst();
        }
    }

    private void showFirst() throws IOException {
        var first = onTheirWay.remove();
        try {
            text.show(first.scan.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a piece could not be scanned", e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        }
        free.add(first.piece);
    }

    /** Shows what is left: also where reading failed, what came before counts. */
    @Override
    public void close() throws IOException {
        try {
            while (!onTheirWay.isEmpty()) {
                showFirst();
            }
        } finally {
            scanners.shutdownNow();
        }
    }
}
