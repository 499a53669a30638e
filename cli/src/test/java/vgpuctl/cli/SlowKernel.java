package vgpuctl.cli;

import java.util.concurrent.Semaphore;
import vgpuctl.linux.files.AttributeWriter;

/** A kernel that answers writes only as often as it is let. */
record SlowKernel(Semaphore answers, Semaphore asked) implements WaysOut {

    static SlowKernel answering(int times) {
        return new SlowKernel(new Semaphore(times), new Semaphore(0));
    }

    /** Waits until it has been asked so often. */
    void awaitAsked(int times) throws InterruptedException {
        asked.acquire(times);
    }

    void answerAll() {
        answers.release(1_000_000);
    }

    @Override
    public AttributeWriter attributes(AttributeWriter attributes) {
        return new AttributeWriter() {
            @Override
            public Answer write(String path, String value) {
                await();
                return attributes.write(path, value);
            }

            @Override
            public Answer writeOrLeave(String path, String value) {
                await();
                return attributes.writeOrLeave(path, value);
            }
        };
    }

    private void await() {
        asked.release();
        answers.acquireUninterruptibly();
    }
}
