/* SPDX-License-Identifier: GPL-2.0-only */
/* A stand-in for NVIDIA's vGPU host driver, for the lab's guest. */
#ifndef LAB_H
#define LAB_H

#include <linux/list.h>
#include <linux/mdev.h>
#include <linux/mutex.h>
#include <linux/pci.h>

#define PARAMS_MAX 1024
#define NO_PLACEMENT (-1)

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

/* Where types of one size may lie in a frame buffer that different sizes share, in GiB from its start. */
struct placements {
	unsigned int framebuffer_mib;
	unsigned int count;
	u8 ids[32];
};

/* How vGPUs are made on a card. */
enum interface {
	MDEV_ON_GPU, /* a mediated device of the physical function */
	MDEV_ON_VF, /* one of a virtual function */
	VENDOR_VFIO, /* the virtual function itself, by the files in its folder `nvidia` */
};

/* A model of GPU: how it introduces itself on the bus, and its types. */
struct card {
	const char *name;
	enum interface interface;
	u16 vendor;
	u16 device; /* of its virtual functions, too */
	u16 subsystem_vendor;
	u16 subsystem_device;
	u32 class;
	u8 revision;
	const char *driver_version;
	/* the ids that a mediated device shows to its guest */
	u16 vgpu_device;
	/* whether a VM may have several vGPUs that are less than a GPU */
	bool fractional_multi_vgpu;
	const struct vgpu_type *types;
	unsigned int type_count;
	const struct placements *placements;
	unsigned int placements_count;
};

struct gpu {
	struct pci_dev *pci;
	const struct card *card;
	/* guarded by lab_lock */
	bool mixed_size;
	unsigned int scheduler;
};

/* What vGPUs are made on: the GPU itself, or a virtual function of it, which has room for one. */
struct function {
	struct pci_dev *pci;
	struct gpu *gpu;
};

struct vgpu {
	struct list_head all;
	const char *name; /* its device's */
	const struct function *function;
	const struct vgpu_type *type;
	int placement; /* in mixed-size mode */
	bool misplaced; /* its parameters name a place that it cannot have */
	pid_t opener; /* the process that holds it open, or 0 */
	pid_t refused; /* the process whose start was refused last, or 0 */
	char params[PARAMS_MAX];
};

/* One lock for everything: nothing here is worth being fast. */
extern struct mutex lab_lock;

/* cards.c */
const struct card *card_named(const char *name);
int card_byte(const struct card *card, int where);

/* disguise.c */
const struct card *disguise_of(const struct pci_dev *pci);
const struct card *first_card(void);

/* gpu.c */
bool type_is_gone(const struct vgpu_type *type);

/* vgpu.c: all of it with lab_lock held */
unsigned int vgpu_room(const struct function *function, const struct vgpu_type *type);
int vgpu_take(struct vgpu *vgpu, const struct function *function, const struct vgpu_type *type);
void vgpu_give_back(struct vgpu *vgpu);
unsigned int vgpu_count(const struct gpu *gpu, bool open);
int vgpu_start(struct vgpu *vgpu);
int vgpu_starts(char *buf);
unsigned int vgpu_start_status(const struct vgpu *vgpu);
int vgpu_set_params(struct vgpu *vgpu, const char *buf);

/* mdev.c */
int mdev_offer(struct function *function);
void mdev_withdraw(struct pci_dev *pci);
int mdev_begin(void);
void mdev_end(void);

/* emulated.c: the PCI function that a VM sees in a mediated device */
#define CONFIG_SIZE 256
void emulated_config(u8 *config, const struct card *card);
ssize_t emulated_read(const u8 *config, char __user *buf, size_t count, loff_t *position);
ssize_t emulated_write(u8 *config, const char __user *buf, size_t count, loff_t *position);
long emulated_ioctl(unsigned int command, void __user *user);

/* vendor.c */
int vendor_offer(struct function *function);
void vendor_withdraw(struct pci_dev *pci);

#endif
