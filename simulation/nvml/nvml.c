/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for NVIDIA's libnvidia-ml.so.1, for tests, simulated hosts and the lab. It answers for
 * the host in whose tree it lies: of /x/usr/lib/libnvidia-ml.so.1 the host is /x, and of the lab's
 * own it is /. Which GPUs, types and vGPUs there are it reads from that host's sysfs; what they are
 * doing stands in ROOT/run/nvml-figures:
 *
 *     [driver]
 *     version=580.142
 *     [gpu 0000:82:00.0]
 *     utilisation=37
 *     [vgpu 201cb8dd-07f7-37d7-9411-6baaf1d3d65c]
 *     vm=10a1f3b2-52d6-4a4b-9d3e-6f1c5a0e0001
 *
 * A vGPU is told of when it has a section there, as NVML tells only of those that a VM runs with. A
 * figure that is not there is NOT_SUPPORTED. `fail.FUNCTION=N` in a section makes a function give N,
 * `count.FUNCTION=N` makes it speak of N entries, `grows.FUNCTION=N` makes the first N calls that
 * bring room find it too small, `endless=NAME` fills a text without its NUL, and `sleeps=N` of the
 * driver makes the opening of a session take N seconds.
 *
 * While somebody has a session, ROOT/run/nvml-session is there.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "structs.h"

#define MOST 64
#define NAME 80

struct gpu {
    char name[NAME];
};
struct vgpu {
    char name[NAME]; /* its UUID, or its virtual function */
    unsigned type;
    int gpu;
};

static char root[PATH_MAX];
static int sessions;
static struct gpu gpus[MOST];
static struct vgpu vgpus[MOST];
static int gpu_count, vgpu_count;

/* Texts of the host */

static int read_text(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "r");
    size_t got;

    if (!file)
        return 0;
    got = fread(text, 1, size - 1, file);
    fclose(file);
    text[got] = 0;
    text[strcspn(text, "\n")] = 0;
    return 1;
}

static int attribute(char *text, size_t size, const char *device, const char *name)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s/sys/bus/pci/devices/%s/%s", root, device, name);
    return read_text(path, text, size);
}

/* The value of a key in a section; a pointer that the next call makes stale, NULL where there is none. */
static const char *figure(const char *section, const char *key)
{
    static char line[512];
    char path[PATH_MAX], heading[128];
    size_t length = strlen(key);
    int inside = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/run/nvml-figures", root);
    snprintf(heading, sizeof heading, "[%s]", section);
    file = fopen(path, "r");
    if (!file)
        return NULL;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] == '[')
            inside = !strcmp(line, heading);
        else if (inside && !strncmp(line, key, length) && line[length] == '=') {
            fclose(file);
            return line + length + 1;
        }
    }
    fclose(file);
    return NULL;
}

static int number(const char *section, const char *key, unsigned long long *value)
{
    const char *text = figure(section, key);

    if (!text)
        return NOT_SUPPORTED;
    *value = strtoull(text, NULL, 0);
    return SUCCESS;
}

static int small(const char *section, const char *key, unsigned *value)
{
    unsigned long long wide;
    int said = number(section, key, &wide);

    if (said == SUCCESS)
        *value = (unsigned)wide;
    return said;
}

/* What a section wants a function to fail with. */
static int failing(const char *section, const char *function)
{
    char key[128];
    unsigned code = SUCCESS;

    snprintf(key, sizeof key, "fail.%s", function);
    small(section, key, &code);
    return (int)code;
}

static int put_text(const char *section, const char *key, const char *value, char *out, unsigned size)
{
    const char *endless = figure(section, "endless");
    char text[512];

    if (endless && !strcmp(endless, key)) {
        memset(out, 'x', size);
        return SUCCESS;
    }
    if (!value)
        value = figure(section, key);
    if (!value)
        return NOT_SUPPORTED;
    snprintf(text, sizeof text, "%s", value);
    if (strlen(text) + 1 > size)
        return INSUFFICIENT_SIZE;
    strcpy(out, text);
    return SUCCESS;
}

/* What there is */

static void find_root(void)
{
    Dl_info info;
    char path[PATH_MAX];
    char *end;

    if (!dladdr((void *)find_root, &info) || !realpath(info.dli_fname, path))
        path[0] = 0;
    root[0] = 0;
    for (end = path; (end = strstr(end, "/usr/lib")); end++)
        snprintf(root, sizeof root, "%.*s", (int)(end - path), path);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(left, right);
}

static void section_of_gpu(int gpu, char *section)
{
    snprintf(section, 128, "gpu %s", gpus[gpu].name);
}

static void add_vgpu(int gpu, const char *name, unsigned type)
{
    char section[128];

    snprintf(section, sizeof section, "vgpu %s", name);
    if (vgpu_count == MOST || !figure(section, "vm"))
        return;
    snprintf(vgpus[vgpu_count].name, NAME, "%s", name);
    vgpus[vgpu_count].type = type;
    vgpus[vgpu_count++].gpu = gpu;
}

/* Mediated devices are directories of the function that they are made on. */
static void find_mdevs(int gpu, const char *function)
{
    char path[PATH_MAX];
    struct dirent *entry;
    DIR *directory;

    snprintf(path, sizeof path, "%s/sys/bus/pci/devices/%s", root, function);
    directory = opendir(path);
    while (directory && (entry = readdir(directory))) {
        char link[PATH_MAX], target[PATH_MAX], *type;
        ssize_t length;

        if (strlen(entry->d_name) != 36)
            continue;
        snprintf(link, sizeof link, "%s/%s/mdev_type", path, entry->d_name);
        length = readlink(link, target, sizeof target - 1);
        if (length < 0)
            continue;
        target[length] = 0;
        type = strrchr(target, '-');
        add_vgpu(gpu, entry->d_name, type ? (unsigned)atoi(type + 1) : 0);
    }
    if (directory)
        closedir(directory);
}

static void find_vgpus_on(int gpu, const char *function)
{
    char type[64];

    find_mdevs(gpu, function);
    if (attribute(type, sizeof type, function, "nvidia/current_vgpu_type") && atoi(type))
        add_vgpu(gpu, function, (unsigned)atoi(type));
}

/* Whether a function belongs to a GPU, and to which. */
static int gpu_of(const char *function)
{
    char link[PATH_MAX], target[PATH_MAX];
    const char *owner = function;
    ssize_t length;
    int gpu;

    snprintf(link, sizeof link, "%s/sys/bus/pci/devices/%s/physfn", root, function);
    length = readlink(link, target, sizeof target - 1);
    if (length > 0) {
        target[length] = 0;
        owner = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
    }
    for (gpu = 0; gpu < gpu_count; gpu++)
        if (!strcmp(gpus[gpu].name, owner))
            return gpu;
    return -1;
}

static int is_gpu(const char *name)
{
    char vendor[16], class[16], link[PATH_MAX];

    snprintf(link, sizeof link, "%s/sys/bus/pci/devices/%s/physfn", root, name);
    return name[0] != '.' && access(link, F_OK) && attribute(vendor, sizeof vendor, name, "vendor") &&
        !strcmp(vendor, "0x10de") && attribute(class, sizeof class, name, "class") &&
        !strncmp(class, "0x03", 4);
}

static void look(void)
{
    char path[PATH_MAX];
    struct dirent **names;
    int count, i;

    gpu_count = vgpu_count = 0;
    snprintf(path, sizeof path, "%s/sys/bus/pci/devices", root);
    count = scandir(path, &names, NULL, alphasort);
    for (i = 0; i < count; i++)
        if (gpu_count < MOST && is_gpu(names[i]->d_name))
            snprintf(gpus[gpu_count++].name, NAME, "%s", names[i]->d_name);
    for (i = 0; i < count; i++) {
        int gpu = names[i]->d_name[0] == '.' ? -1 : gpu_of(names[i]->d_name);

        if (gpu >= 0)
            find_vgpus_on(gpu, names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    qsort(vgpus, (size_t)vgpu_count, sizeof vgpus[0], by_name);
}

/* A GPU's handle points at it. */

static int handle_of(const void *device)
{
    const struct gpu *gpu = device;

    return sessions && gpu >= gpus && gpu < gpus + gpu_count ? (int)(gpu - gpus) : -1;
}

#define GPU_OR_LEAVE                                             \
    char section[128];                                           \
    int gpu = handle_of(device), said;                           \
    if (gpu < 0)                                                 \
        return sessions ? INVALID_ARGUMENT : UNINITIALIZED;      \
    section_of_gpu(gpu, section);                                \
    if ((said = failing(section, __func__ + 4)))                 \
        return said;

#include "session.h"
#include "gpu.h"
#ifndef WITHOUT_VGPUS
#include "vgpu.h"
#endif
