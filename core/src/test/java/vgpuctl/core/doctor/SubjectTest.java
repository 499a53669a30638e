package vgpuctl.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectTest {

    @ParameterizedTest
    @CsvSource({
        "0b1e57a0-1111-4222-8333-444455556666, 0b1e57a0-1111-4222-8333-444455556666",
        "a-b 0B1E57A0-1111-4222-8333-444455556666: no, 0b1e57a0-1111-4222-8333-444455556666",
        "82:00.0, 0000:82:00.0",
        "v1.2 on 00000000:82:00.7 ended, 0000:82:00.7",
        "10:11:12 nvidia-vgpu-mgr[7]: v1.2-3, ''",
        "0b1e57a0-1111-4222-8333-44445555, ''",
        "82:00.8, ''",
    })
    void aLineIsAboutTheDeviceThatItNames(String text, String device) {
        var line = new Line(new Source("text", TextKind.OTHER), 1, text);

        assertThat(Subject.device(line)).isEqualTo(device);
    }
}
