/* SPDX-License-Identifier: Apache-2.0 */
/* A part of nvml.c: sessions, and which GPUs there are. */

static void mark(void)
{
    char path[PATH_MAX];
    FILE *file;

    snprintf(path, sizeof path, "%s/run/nvml-session", root);
    if (!sessions)
        unlink(path);
    else if ((file = fopen(path, "w")))
        fclose(file);
}

int nvmlInit_v2(void)
{
    unsigned seconds = 0;
    int said;

    find_root();
    if ((said = failing("driver", "Init_v2")))
        return said;
    small("driver", "sleeps", &seconds);
    sleep(seconds);
    sessions++;
    look();
    mark();
    return SUCCESS;
}

int nvmlShutdown(void)
{
    if (!sessions)
        return UNINITIALIZED;
    sessions--;
    mark();
    return SUCCESS;
}

int nvmlSystemGetDriverVersion(char *text, unsigned size)
{
    return put_text("driver", "version", NULL, text, size);
}

int nvmlDeviceGetCount_v2(unsigned *count)
{
    if (!sessions)
        return UNINITIALIZED;
    *count = (unsigned)gpu_count;
    small("driver", "count.DeviceGetCount_v2", count);
    return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device)
{
    if (index >= (unsigned)gpu_count)
        return INVALID_ARGUMENT;
    *device = &gpus[index];
    return failing("driver", "DeviceGetHandleByIndex_v2");
}
