/* SPDX-License-Identifier: Apache-2.0 */
/* A part of nvml.c, left out of an old library's stand-in: types and vGPUs. */

/* A vGPU's handle is its place in the list, counted from 101. */

static int place_of(unsigned instance)
{
    return sessions && instance > 100 && instance <= 100u + (unsigned)vgpu_count ? (int)instance - 101 : -1;
}

static void section_of_vgpu(int vgpu, char *section)
{
    snprintf(section, 128, "vgpu %s", vgpus[vgpu].name);
}

#define VGPU_OR_LEAVE                                            \
    char section[128];                                           \
    int vgpu = place_of(instance), said;                         \
    if (vgpu < 0)                                                \
        return sessions ? NOT_FOUND : UNINITIALIZED;             \
    section_of_vgpu(vgpu, section);                              \
    if ((said = failing(section, __func__ + 4)))                 \
        return said;

static unsigned calls_with_room;

/* The two-call way: how many there are, or all of them where there is room. */
static int put_list(const char *section, const char *function, const unsigned *list, unsigned found,
                    unsigned *count, unsigned *out)
{
    char key[128];
    unsigned room = *count, growing = 0;

    snprintf(key, sizeof key, "grows.%s", function);
    small(section, key, &growing);
    snprintf(key, sizeof key, "count.%s", function);
    if (small(section, key, count) == SUCCESS)
        return room ? SUCCESS : INSUFFICIENT_SIZE;
    if (room && calls_with_room < growing) {
        calls_with_room++;
        *count = room + 1;
        return INSUFFICIENT_SIZE;
    }
    *count = found;
    if (room < found)
        return INSUFFICIENT_SIZE;
    if (found)
        memcpy(out, list, found * sizeof *out);
    return SUCCESS;
}

int nvmlDeviceGetHostVgpuMode(void *device, unsigned *mode)
{
    GPU_OR_LEAVE
    return small(section, "host-mode", mode);
}

int nvmlDeviceGetVgpuHeterogeneousMode(void *device, VgpuHeterogeneousMode_v1 *mode)
{
    GPU_OR_LEAVE
    if (mode->version != VERSION(VgpuHeterogeneousMode_v1, 1))
        return ARGUMENT_VERSION_MISMATCH;
    return small(section, "mixed-sizes", &mode->mode);
}

int nvmlDeviceGetVgpuSchedulerState(void *device, VgpuSchedulerGetState *state)
{
    GPU_OR_LEAVE
    said = small(section, "scheduler", &state->schedulerPolicy);
    small(section, "scheduler.strict", &state->arrMode);
    return said;
}

/* Type ids are the numbers at the ends of names of directories, nvidia-562. */
static unsigned types_in(const char *path, int only_creatable, unsigned *types)
{
    struct dirent **names;
    int count = scandir(path, &names, NULL, alphasort), i;
    unsigned found = 0;

    for (i = 0; i < count; i++) {
        char file[PATH_MAX], available[32] = "0", *dash = strrchr(names[i]->d_name, '-');

        snprintf(file, sizeof file, "%s/%s/available_instances", path, names[i]->d_name);
        if (dash && found < MOST && read_text(file, available, sizeof available) &&
            (!only_creatable || atoi(available) > 0))
            types[found++] = (unsigned)atoi(dash + 1);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return found;
}

/* Those of the GPU, or else of the first of its functions that offers some. */
static unsigned types_of(int gpu, int only_creatable, unsigned *types)
{
    char path[PATH_MAX];
    struct dirent **names;
    unsigned found = 0;
    int count, i;

    snprintf(path, sizeof path, "%s/sys/bus/pci/devices", root);
    count = scandir(path, &names, NULL, alphasort);
    for (i = 0; i < count; i++) {
        if (!found && names[i]->d_name[0] != '.' && gpu_of(names[i]->d_name) == gpu) {
            snprintf(path, sizeof path, "%s/sys/bus/pci/devices/%s/mdev_supported_types", root,
                     names[i]->d_name);
            found = types_in(path, only_creatable, types);
        }
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return found;
}

int nvmlDeviceGetSupportedVgpus(void *device, unsigned *count, unsigned *out)
{
    unsigned types[MOST];
    GPU_OR_LEAVE
    return put_list(section, __func__ + 4, types, types_of(gpu, 0, types), count, out);
}

int nvmlDeviceGetCreatableVgpus(void *device, unsigned *count, unsigned *out)
{
    unsigned types[MOST];
    GPU_OR_LEAVE
    return put_list(section, __func__ + 4, types, types_of(gpu, 1, types), count, out);
}

int nvmlDeviceGetActiveVgpus(void *device, unsigned *count, unsigned *out)
{
    unsigned active[MOST], found = 0;
    int i;
    GPU_OR_LEAVE
    for (i = 0; i < vgpu_count; i++)
        if (vgpus[i].gpu == gpu)
            active[found++] = 101u + (unsigned)i;
    return put_list(section, __func__ + 4, active, found, count, out);
}

/* Types: those of the sections [type 562] */

static int of_type(unsigned type, const char *key, unsigned long long *value)
{
    char section[64];

    if (!sessions)
        return UNINITIALIZED;
    snprintf(section, sizeof section, "type %u", type);
    return number(section, key, value);
}

static int of_type_small(unsigned type, const char *key, unsigned *value)
{
    unsigned long long wide = 0;
    int said = of_type(type, key, &wide);

    *value = (unsigned)wide;
    return said;
}

static int text_of_type(unsigned type, const char *key, char *text, unsigned *size)
{
    char section[64];

    snprintf(section, sizeof section, "type %u", type);
    return put_text(section, key, NULL, text, *size);
}

int nvmlVgpuTypeGetName(unsigned type, char *text, unsigned *size)
{
    return text_of_type(type, "name", text, size);
}

int nvmlVgpuTypeGetClass(unsigned type, char *text, unsigned *size)
{
    return text_of_type(type, "class", text, size);
}

int nvmlVgpuTypeGetFramebufferSize(unsigned type, unsigned long long *bytes)
{
    return of_type(type, "framebuffer", bytes);
}

int nvmlVgpuTypeGetMaxInstances(void *device, unsigned type, unsigned *count)
{
    GPU_OR_LEAVE
    return of_type_small(type, "most", count);
}

int nvmlVgpuTypeGetMaxInstancesPerVm(unsigned type, unsigned *count)
{
    return of_type_small(type, "most-per-vm", count);
}

int nvmlVgpuTypeGetNumDisplayHeads(unsigned type, unsigned *count)
{
    return of_type_small(type, "heads", count);
}

int nvmlVgpuTypeGetFrameRateLimit(unsigned type, unsigned *limit)
{
    return of_type_small(type, "frame-rate-limit", limit);
}

int nvmlVgpuTypeGetCapabilities(unsigned type, int capability, unsigned *can)
{
    char key[32];

    snprintf(key, sizeof key, "can.%d", capability);
    return of_type_small(type, key, can);
}

/* vGPUs */

int nvmlVgpuInstanceGetVmID(unsigned instance, char *text, unsigned size, int *kind)
{
    VGPU_OR_LEAVE
    *kind = 1;
    return put_text(section, "vm", NULL, text, size);
}

int nvmlVgpuInstanceGetMdevUUID(unsigned instance, char *text, unsigned size)
{
    VGPU_OR_LEAVE
    return strlen(vgpus[vgpu].name) == 36 ? put_text(section, "mdev", vgpus[vgpu].name, text, size)
                                          : NOT_SUPPORTED;
}

int nvmlVgpuInstanceGetVmDriverVersion(unsigned instance, char *text, unsigned size)
{
    VGPU_OR_LEAVE
    return put_text(section, "guest-driver", NULL, text, size);
}

int nvmlVgpuInstanceGetType(unsigned instance, unsigned *type)
{
    VGPU_OR_LEAVE
    *type = vgpus[vgpu].type;
    return SUCCESS;
}

int nvmlVgpuInstanceGetFbUsage(unsigned instance, unsigned long long *bytes)
{
    VGPU_OR_LEAVE
    return number(section, "memory.used", bytes);
}

int nvmlVgpuInstanceGetFrameRateLimit(unsigned instance, unsigned *limit)
{
    VGPU_OR_LEAVE
    return small(section, "frame-rate-limit", limit);
}

int nvmlVgpuInstanceGetGpuInstanceId(unsigned instance, unsigned *id)
{
    VGPU_OR_LEAVE
    *id = 0xffffffffu;
    small(section, "gpu-instance", id);
    return SUCCESS;
}

int nvmlVgpuInstanceGetPlacementId(unsigned instance, VgpuPlacementId_v1 *placement)
{
    VGPU_OR_LEAVE
    if (placement->version != VERSION(VgpuPlacementId_v1, 1))
        return ARGUMENT_VERSION_MISMATCH;
    placement->placementId = 0xffff;
    small(section, "placement", &placement->placementId);
    return SUCCESS;
}

int nvmlVgpuInstanceGetEncoderStats(unsigned instance, unsigned *sessions_, unsigned *rate, unsigned *latency)
{
    VGPU_OR_LEAVE
    small(section, "encoder.rate", rate);
    small(section, "encoder.latency", latency);
    return small(section, "encoder.sessions", sessions_);
}

int nvmlVgpuInstanceGetLicenseInfo_v2(unsigned instance, VgpuLicenseInfo *licence)
{
    const char *expiry;
    unsigned status = 0;
    VGPU_OR_LEAVE
    memset(licence, 0, sizeof *licence);
    said = small(section, "licence", &licence->currentState);
    licence->isLicensed = licence->currentState == 5;
    small(section, "licence.expiry-status", &status);
    licence->licenseExpiry.status = (unsigned char)status;
    expiry = figure(section, "licence.expiry");
    if (expiry)
        sscanf(expiry, "%u-%hu-%hu %hu:%hu:%hu", &licence->licenseExpiry.year, &licence->licenseExpiry.month,
               &licence->licenseExpiry.day, &licence->licenseExpiry.hour, &licence->licenseExpiry.min,
               &licence->licenseExpiry.sec);
    return said;
}

int nvmlVgpuInstanceGetLicenseStatus(unsigned instance, unsigned *licensed)
{
    VGPU_OR_LEAVE
    said = small(section, "licence", licensed);
    *licensed = *licensed == 5;
    return said;
}

/* Utilisation of all vGPUs of a GPU at once */

static unsigned use(const char *section, const char *key)
{
    unsigned percent = 0;

    small(section, key, &percent);
    return percent;
}

static unsigned fill(int gpu, VgpuInstanceUtilizationInfo_v1 *out)
{
    char section[128];
    unsigned found = 0;
    int i;

    for (i = 0; i < vgpu_count; i++) {
        if (vgpus[i].gpu != gpu)
            continue;
        section_of_vgpu(i, section);
        if (out) {
            memset(&out[found], 0, sizeof *out);
            out[found].timeStamp = 1;
            out[found].vgpuInstance = 101u + (unsigned)i;
            out[found].smUtil.u = use(section, "use");
            out[found].memUtil.u = use(section, "use.memory");
            out[found].encUtil.u = use(section, "use.encoder");
            out[found].decUtil.u = use(section, "use.decoder");
        }
        found++;
    }
    return found;
}

#ifndef WITHOUT_UTILISATION_INFO
int nvmlDeviceGetVgpuInstancesUtilizationInfo(void *device, VgpuInstancesUtilizationInfo_v1 *info)
{
    unsigned found;
    GPU_OR_LEAVE
    if (info->version != VERSION(VgpuInstancesUtilizationInfo_v1, 1))
        return ARGUMENT_VERSION_MISMATCH;
    found = fill(gpu, NULL);
    if (small(section, "count.DeviceGetVgpuInstancesUtilizationInfo", &found) == SUCCESS) {
        said = info->vgpuInstanceCount ? SUCCESS : INSUFFICIENT_SIZE;
        info->vgpuInstanceCount = found;
        return said;
    }
    info->sampleValType = 1;
    if (!info->vgpuUtilArray || info->vgpuInstanceCount < found) {
        info->vgpuInstanceCount = found;
        return found ? INSUFFICIENT_SIZE : SUCCESS;
    }
    info->vgpuInstanceCount = fill(gpu, info->vgpuUtilArray);
    return SUCCESS;
}
#endif

int nvmlDeviceGetVgpuUtilization(void *device, unsigned long long since, int *kind, unsigned *count,
                                 VgpuInstanceUtilizationSample *samples)
{
    VgpuInstanceUtilizationInfo_v1 all[MOST];
    unsigned found, i, room = *count;
    GPU_OR_LEAVE
    (void)since;
    *kind = 1;
    *count = found = fill(gpu, all);
    if (room < found || !samples)
        return found ? INSUFFICIENT_SIZE : SUCCESS;
    for (i = 0; i < found; i++) {
        samples[i].vgpuInstance = all[i].vgpuInstance;
        samples[i].timeStamp = all[i].timeStamp;
        samples[i].smUtil = all[i].smUtil;
        samples[i].memUtil = all[i].memUtil;
        samples[i].encUtil = all[i].encUtil;
        samples[i].decUtil = all[i].decUtil;
    }
    return SUCCESS;
}
