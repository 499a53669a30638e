// SPDX-License-Identifier: GPL-2.0-only
/* The models of GPU that the lab knows. A new one is a table here. */
#include "lab.h"

/* As `mdevctl types` showed them on a host with driver 510.85.03. */
static const struct vgpu_type p40_types[] = {
	/* id, name, heads, frame rate limit, MiB, width, height, instances */
	{ "156", "GRID P40-2B", 4, 45, 2048, 5120, 2880, 12 },
	{ "215", "GRID P40-2B4", 4, 45, 2048, 5120, 2880, 12 },
	{ "241", "GRID P40-1B4", 4, 45, 1024, 5120, 2880, 24 },
	{ "283", "GRID P40-4C", 1, 60, 4096, 4096, 2160, 6 },
	{ "284", "GRID P40-6C", 1, 60, 6144, 4096, 2160, 4 },
	{ "285", "GRID P40-8C", 1, 60, 8192, 4096, 2160, 3 },
	{ "286", "GRID P40-12C", 1, 60, 12288, 4096, 2160, 2 },
	{ "287", "GRID P40-24C", 1, 60, 24576, 4096, 2160, 1 },
	{ "46", "GRID P40-1Q", 4, 60, 1024, 5120, 2880, 24 },
	{ "47", "GRID P40-2Q", 4, 60, 2048, 7680, 4320, 12 },
	{ "48", "GRID P40-3Q", 4, 60, 3072, 7680, 4320, 8 },
	{ "49", "GRID P40-4Q", 4, 60, 4096, 7680, 4320, 6 },
	{ "50", "GRID P40-6Q", 4, 60, 6144, 7680, 4320, 4 },
	{ "51", "GRID P40-8Q", 4, 60, 8192, 7680, 4320, 3 },
	{ "52", "GRID P40-12Q", 4, 60, 12288, 7680, 4320, 2 },
	{ "53", "GRID P40-24Q", 4, 60, 24576, 7680, 4320, 1 },
	{ "54", "GRID P40-1A", 1, 60, 1024, 1280, 1024, 24 },
	{ "55", "GRID P40-2A", 1, 60, 2048, 1280, 1024, 12 },
	{ "56", "GRID P40-3A", 1, 60, 3072, 1280, 1024, 8 },
	{ "57", "GRID P40-4A", 1, 60, 4096, 1280, 1024, 6 },
	{ "58", "GRID P40-6A", 1, 60, 6144, 1280, 1024, 4 },
	{ "59", "GRID P40-8A", 1, 60, 8192, 1280, 1024, 3 },
	{ "60", "GRID P40-12A", 1, 60, 12288, 1280, 1024, 2 },
	{ "61", "GRID P40-24A", 1, 60, 24576, 1280, 1024, 1 },
	{ "62", "GRID P40-1B", 4, 45, 1024, 5120, 2880, 24 },
};

/* As in the project's catalogue. */
static const struct vgpu_type a40_types[] = {
	/* id, name, heads, frame rate limit, MiB, width, height, instances */
	{ "555", "NVIDIA A40-1B", 4, 45, 1024, 5120, 2880, 32 },
	{ "556", "NVIDIA A40-2B", 4, 45, 2048, 5120, 2880, 24 },
	{ "557", "NVIDIA A40-1Q", 4, 60, 1024, 5120, 2880, 32 },
	{ "558", "NVIDIA A40-2Q", 4, 60, 2048, 7680, 4320, 24 },
	{ "559", "NVIDIA A40-3Q", 4, 60, 3072, 7680, 4320, 16 },
	{ "560", "NVIDIA A40-4Q", 4, 60, 4096, 7680, 4320, 12 },
	{ "561", "NVIDIA A40-6Q", 4, 60, 6144, 7680, 4320, 8 },
	{ "562", "NVIDIA A40-8Q", 4, 60, 8192, 7680, 4320, 6 },
	{ "563", "NVIDIA A40-12Q", 4, 60, 12288, 7680, 4320, 4 },
	{ "564", "NVIDIA A40-16Q", 4, 60, 16384, 7680, 4320, 3 },
	{ "565", "NVIDIA A40-24Q", 4, 60, 24576, 7680, 4320, 2 },
	{ "566", "NVIDIA A40-48Q", 4, 60, 49152, 7680, 4320, 1 },
	{ "567", "NVIDIA A40-1A", 1, 60, 1024, 1280, 1024, 32 },
	{ "568", "NVIDIA A40-2A", 1, 60, 2048, 1280, 1024, 24 },
	{ "569", "NVIDIA A40-3A", 1, 60, 3072, 1280, 1024, 16 },
	{ "570", "NVIDIA A40-4A", 1, 60, 4096, 1280, 1024, 12 },
	{ "571", "NVIDIA A40-6A", 1, 60, 6144, 1280, 1024, 8 },
	{ "572", "NVIDIA A40-8A", 1, 60, 8192, 1280, 1024, 6 },
	{ "573", "NVIDIA A40-12A", 1, 60, 12288, 1280, 1024, 4 },
	{ "574", "NVIDIA A40-16A", 1, 60, 16384, 1280, 1024, 3 },
	{ "575", "NVIDIA A40-24A", 1, 60, 24576, 1280, 1024, 2 },
	{ "576", "NVIDIA A40-48A", 1, 60, 49152, 1280, 1024, 1 },
	{ "581", "NVIDIA A40-4C", 1, 60, 4096, 4096, 2160, 12 },
	{ "582", "NVIDIA A40-6C", 1, 60, 6144, 4096, 2160, 8 },
	{ "583", "NVIDIA A40-8C", 1, 60, 8192, 4096, 2160, 6 },
	{ "584", "NVIDIA A40-12C", 1, 60, 12288, 4096, 2160, 4 },
	{ "585", "NVIDIA A40-16C", 1, 60, 16384, 4096, 2160, 3 },
	{ "586", "NVIDIA A40-24C", 1, 60, 24576, 4096, 2160, 2 },
	{ "587", "NVIDIA A40-48C", 1, 60, 49152, 4096, 2160, 1 },
};

/* By NVIDIA's rule: the frame buffer is halved again and again, and a type takes the ends of the parts that it fits into. */
static const struct placements a40_placements[] = {
	/* MiB, number of places, places in GiB */
	{ 1024, 30, { 0, 2, 3, 5, 6, 9, 11, 12, 14, 15, 17, 18, 20, 21, 23, 24, 26, 27, 29, 30, 33, 35, 36, 38, 39, 41, 42,
		      44, 45, 47 } },
	{ 2048, 16, { 0, 4, 6, 10, 12, 16, 18, 22, 24, 28, 30, 34, 36, 40, 42, 46 } },
	{ 3072, 16, { 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45 } },
	{ 4096, 8, { 0, 8, 12, 20, 24, 32, 36, 44 } },
	{ 6144, 8, { 0, 6, 12, 18, 24, 30, 36, 42 } },
	{ 8192, 4, { 0, 16, 24, 40 } },
	{ 12288, 4, { 0, 12, 24, 36 } },
	{ 16384, 2, { 0, 32 } },
	{ 24576, 2, { 0, 24 } },
	{ 49152, 1, { 0 } },
};

/* One board with two interfaces: kernels before 6.8 have the one, later ones the other. */
#define A40(its_name, its_interface) \
	{ \
		.name = its_name, \
		.interface = its_interface, \
		.vendor = 0x10de, \
		.device = 0x2235, \
		.subsystem_vendor = 0x10de, \
		.subsystem_device = 0x145a, \
		.class = 0x030200, \
		.revision = 0xa1, \
		.driver_version = "580.142", \
		.vgpu_device = 0x2235, \
		.fractional_multi_vgpu = true, \
		.types = a40_types, \
		.type_count = ARRAY_SIZE(a40_types), \
		.placements = a40_placements, \
		.placements_count = ARRAY_SIZE(a40_placements), \
	}

static const struct card cards[] = {
	{
		/* Not certified for vGPU: hosts that run one show the P40's types. */
		.name = "tesla-p10",
		.interface = MDEV_ON_GPU,
		.vendor = 0x10de,
		.device = 0x1b39,
		.subsystem_vendor = 0x10de,
		.subsystem_device = 0x1217,
		.class = 0x030200,
		.revision = 0xa1,
		.driver_version = "510.85.03",
		.vgpu_device = 0x1b38,
		.types = p40_types,
		.type_count = ARRAY_SIZE(p40_types),
	},
	A40("a40:mdev", MDEV_ON_VF),
	A40("a40:vfio", VENDOR_VFIO),
};

const struct card *card_named(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cards); i++)
		if (!strcmp(cards[i].name, name))
			return &cards[i];
	return NULL;
}

/* What the card has at this place of its configuration space, or -1 where the device below answers for itself. */
int card_byte(const struct card *card, int where)
{
	switch (where) {
	case PCI_VENDOR_ID:
		return card->vendor & 0xff;
	case PCI_VENDOR_ID + 1:
		return card->vendor >> 8;
	case PCI_DEVICE_ID:
		return card->device & 0xff;
	case PCI_DEVICE_ID + 1:
		return card->device >> 8;
	case PCI_REVISION_ID:
		return card->revision;
	case PCI_CLASS_PROG:
		return card->class & 0xff;
	case PCI_CLASS_DEVICE:
		return (card->class >> 8) & 0xff;
	case PCI_CLASS_DEVICE + 1:
		return card->class >> 16;
	case PCI_SUBSYSTEM_VENDOR_ID:
		return card->subsystem_vendor & 0xff;
	case PCI_SUBSYSTEM_VENDOR_ID + 1:
		return card->subsystem_vendor >> 8;
	case PCI_SUBSYSTEM_ID:
		return card->subsystem_device & 0xff;
	case PCI_SUBSYSTEM_ID + 1:
		return card->subsystem_device >> 8;
	default:
		return -1;
	}
}
