package vgpuctl.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vgpuctl.core.problem.ProblemException;

class VgpuNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "ml-1", "Desk_2.old", "abcdef"})
    void aNameIsItself(String name) {
        assertThat(VgpuName.checked(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1st",
                "-x",
                "../x",
                "a b",
                "a\n",
                "é",
                "a0000000000000000000000000000000000000000000000000000000000000bc",
                "beb9d560-0b31-11ee-91a9-bb28039c61eb"
            })
    void whatCouldBeAPathAnOptionOrAUuidIsNoName(String name) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> VgpuName.checked(name))
                .withMessageContaining("cannot be a vGPU's name");
    }
}
