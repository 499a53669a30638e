/* SPDX-License-Identifier: Apache-2.0 */
/* A part of nvml.c: what a physical GPU says. */

int nvmlDeviceGetName(void *device, char *text, unsigned size)
{
    GPU_OR_LEAVE
    return put_text(section, "name", NULL, text, size);
}

int nvmlDeviceGetUUID(void *device, char *text, unsigned size)
{
    GPU_OR_LEAVE
    return put_text(section, "uuid", NULL, text, size);
}

int nvmlDeviceGetPciInfo_v3(void *device, PciInfo *info)
{
    GPU_OR_LEAVE
    memset(info, 0, sizeof *info);
    sscanf(gpus[gpu].name, "%x:%x:%x", &info->domain, &info->bus, &info->device);
    snprintf(info->busIdLegacy, sizeof info->busIdLegacy, "%04X:%02X:%02X.0", info->domain & 0xffff,
             info->bus & 0xff, info->device & 0xff);
    snprintf(info->busId, sizeof info->busId, "%08X:%02X:%02X.0", info->domain, info->bus & 0xff,
             info->device & 0xff);
    return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(void *device, Utilization *use)
{
    GPU_OR_LEAVE
    said = small(section, "utilisation", &use->gpu);
    return said ? said : small(section, "utilisation.memory", &use->memory);
}

int nvmlDeviceGetEncoderUtilization(void *device, unsigned *percent, unsigned *micros)
{
    GPU_OR_LEAVE
    *micros = 100000;
    return small(section, "utilisation.encoder", percent);
}

int nvmlDeviceGetDecoderUtilization(void *device, unsigned *percent, unsigned *micros)
{
    GPU_OR_LEAVE
    *micros = 100000;
    return small(section, "utilisation.decoder", percent);
}

int nvmlDeviceGetMemoryInfo(void *device, Memory *memory)
{
    GPU_OR_LEAVE
    said = number(section, "memory.total", &memory->total);
    if (!said)
        said = number(section, "memory.used", &memory->used);
    memory->free = memory->total - memory->used;
    return said;
}

#ifndef WITHOUT_VGPUS
/* Of a version that it does not know the real one says 13, not 25: seen on driver 580.159.04. */
int nvmlDeviceGetMemoryInfo_v2(void *device, Memory_v2 *memory)
{
    GPU_OR_LEAVE
    if (memory->version != VERSION(Memory_v2, 2))
        return 13;
    said = number(section, "memory.total", &memory->total);
    if (!said)
        said = number(section, "memory.used", &memory->used);
    number(section, "memory.reserved", &memory->reserved);
    memory->free = memory->total - memory->used - memory->reserved;
    return said;
}
#endif

int nvmlDeviceGetTemperature(void *device, int sensor, unsigned *celsius)
{
    GPU_OR_LEAVE
    return sensor ? INVALID_ARGUMENT : small(section, "temperature", celsius);
}

int nvmlDeviceGetPowerUsage(void *device, unsigned *milliwatts)
{
    GPU_OR_LEAVE
    return small(section, "power", milliwatts);
}

int nvmlDeviceGetEnforcedPowerLimit(void *device, unsigned *milliwatts)
{
    GPU_OR_LEAVE
    return small(section, "power.limit", milliwatts);
}

static int now_and_next(const char *section, const char *key, unsigned *now, unsigned *next)
{
    char later[64];
    int said = small(section, key, now);

    *next = *now;
    snprintf(later, sizeof later, "%s.next", key);
    small(section, later, next);
    return said;
}

int nvmlDeviceGetEccMode(void *device, unsigned *now, unsigned *next)
{
    GPU_OR_LEAVE
    return now_and_next(section, "ecc", now, next);
}

int nvmlDeviceGetMigMode(void *device, unsigned *now, unsigned *next)
{
    GPU_OR_LEAVE
    return now_and_next(section, "mig", now, next);
}

int nvmlDeviceGetVirtualizationMode(void *device, unsigned *mode)
{
    GPU_OR_LEAVE
    return small(section, "virtualisation", mode);
}
