/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVML's structs and numbers, as far as vgpuctl reads them: our own declarations, written from the
 * published names, types and order of the fields. A struct with a field `version` is asked for with
 * VERSION(struct, number); a library that has another layout answers ARGUMENT_VERSION_MISMATCH.
 */
#ifndef VGPUCTL_NVML_STRUCTS_H
#define VGPUCTL_NVML_STRUCTS_H

#define VERSION(type, number) ((unsigned)(sizeof(type) | (unsigned)(number) << 24))

enum {
    SUCCESS = 0,
    UNINITIALIZED = 1,
    INVALID_ARGUMENT = 2,
    NOT_SUPPORTED = 3,
    NOT_FOUND = 6,
    INSUFFICIENT_SIZE = 7,
    DRIVER_NOT_LOADED = 9,
    ARGUMENT_VERSION_MISMATCH = 25,
    UNKNOWN = 999
};

typedef union {
    double d;
    int i;
    unsigned u;
    unsigned long ul;
    unsigned long long ull;
    signed long long sll;
    unsigned short us;
} Value;

typedef struct {
    char busIdLegacy[16];
    unsigned domain, bus, device, pciDeviceId, pciSubSystemId;
    char busId[32];
} PciInfo;

typedef struct {
    unsigned gpu, memory;
} Utilization;

typedef struct {
    unsigned long long total, free, used;
} Memory;

typedef struct {
    unsigned version;
    unsigned long long total, reserved, free, used;
} Memory_v2;

typedef struct {
    unsigned version, mode;
} VgpuHeterogeneousMode_v1;

typedef struct {
    unsigned version, placementId;
} VgpuPlacementId_v1;

typedef struct {
    unsigned version, placementSize, count;
    unsigned *placementIds;
    unsigned mode;
} VgpuPlacementList_v2;

typedef struct {
    unsigned version, vgpuTypeId, maxInstancePerGI;
} VgpuTypeMaxInstance_v1;

typedef struct {
    unsigned long long timeStamp;
    unsigned vgpuInstance;
    Value smUtil, memUtil, encUtil, decUtil, jpgUtil, ofaUtil;
} VgpuInstanceUtilizationInfo_v1;

typedef struct {
    unsigned version;
    int sampleValType;
    unsigned vgpuInstanceCount;
    unsigned long long lastSeenTimeStamp;
    VgpuInstanceUtilizationInfo_v1 *vgpuUtilArray;
} VgpuInstancesUtilizationInfo_v1;

typedef struct {
    unsigned vgpuInstance;
    unsigned long long timeStamp;
    Value smUtil, memUtil, encUtil, decUtil;
} VgpuInstanceUtilizationSample;

typedef struct {
    unsigned year;
    unsigned short month, day, hour, min, sec;
    unsigned char status;
} VgpuLicenseExpiry;

typedef struct {
    unsigned char isLicensed;
    VgpuLicenseExpiry licenseExpiry;
    unsigned currentState;
} VgpuLicenseInfo;

typedef struct {
    unsigned schedulerPolicy, arrMode;
    unsigned parameters[2];
} VgpuSchedulerGetState;

typedef struct {
    unsigned engineId, schedulerPolicy, avgFactor, timeslice;
} VgpuSchedulerStateInfo_v2;

#endif
