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

static const struct card cards[] = {
	{
		/* Not certified for vGPU: hosts that run one show the P40's types. */
		.name = "tesla-p10",
		.vendor = 0x10de,
		.device = 0x1b39,
		.subsystem_vendor = 0x10de,
		.subsystem_device = 0x1217,
		.class = 0x030200,
		.revision = 0xa1,
		.vgpu_device = 0x1b38,
		.types = p40_types,
		.type_count = ARRAY_SIZE(p40_types),
	},
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
