/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for NVIDIA's vGPU host driver, for the lab's guest. */
#ifndef LAB_H
#define LAB_H

#include <linux/mdev.h>
#include <linux/mutex.h>
#include <linux/pci.h>

/* What the driver says about a vGPU type. */
struct vgpu_type {
	const char *id;
	const char *name;
	unsigned int heads;
	unsigned int frame_rate_limit;
	unsigned int framebuffer_mib;
	unsigned int width;
	unsigned int height;
	unsigned int max_instance;
};

/* A model of GPU: how it introduces itself on the bus, and its types. */
struct card {
	const char *name;
	u16 vendor;
	u16 device;
	u16 subsystem_vendor;
	u16 subsystem_device;
	u32 class;
	u8 revision;
	/* the ids that a vGPU shows to its guest */
	u16 vgpu_device;
	const struct vgpu_type *types;
	unsigned int type_count;
};

struct gpu;

/* A type on one GPU: the mdev core keeps state in it, so that each GPU needs its own. */
struct gpu_type {
	struct mdev_type mdev;
	struct gpu *gpu;
	const struct vgpu_type *type;
};

struct gpu {
	struct pci_dev *pci;
	const struct card *card;
	struct mdev_parent parent;
	struct gpu_type *types;
	struct mdev_type **mdev_types;
	/* guarded by lab_lock */
	unsigned int created;
	unsigned int framebuffer_mib; /* of the vGPUs there are: all have one size */
};

/* One lock for everything: nothing here is worth being fast. */
extern struct mutex lab_lock;

/* cards.c */
const struct card *card_named(const char *name);
int card_byte(const struct card *card, int where);

/* disguise.c */
int disguise_all(char **names, unsigned int count);
void disguise_end(void);
const struct card *disguise_of(const struct pci_dev *pci);

/* vgpu.c */
extern struct mdev_driver vgpu_driver;

#endif
