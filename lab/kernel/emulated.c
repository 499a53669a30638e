// SPDX-License-Identifier: GPL-2.0-only
/* The PCI function that a VM sees in a mediated device: a configuration space and one empty BAR, enough for QEMU's vfio-pci. */
#include <linux/uaccess.h>
#include <linux/vfio.h>

#include "lab.h"

#define BAR0_SIZE (16 * 1024 * 1024)
#define REGION_SHIFT 40
#define REGION_OF(position) ((u32)((position) >> REGION_SHIFT))
#define OFFSET_IN(position) ((position) & ((1ULL << REGION_SHIFT) - 1))

static void put16(u8 *config, int where, u16 value)
{
	config[where] = value & 0xff;
	config[where + 1] = value >> 8;
}

void emulated_config(u8 *config, const struct card *card)
{
	put16(config, PCI_VENDOR_ID, card->vendor);
	put16(config, PCI_DEVICE_ID, card->vgpu_device);
	put16(config, PCI_SUBSYSTEM_VENDOR_ID, card->subsystem_vendor);
	put16(config, PCI_SUBSYSTEM_ID, card->subsystem_device);
	put16(config, PCI_CLASS_DEVICE, PCI_CLASS_DISPLAY_VGA);
	config[PCI_REVISION_ID] = card->revision;
	config[PCI_INTERRUPT_PIN] = 1;
}

static size_t region_size(u32 index)
{
	switch (index) {
	case VFIO_PCI_CONFIG_REGION_INDEX:
		return CONFIG_SIZE;
	case VFIO_PCI_BAR0_REGION_INDEX:
		return BAR0_SIZE;
	default:
		return 0;
	}
}

static ssize_t region_span(loff_t position, size_t count)
{
	u64 size = region_size(REGION_OF(position));
	u64 offset = OFFSET_IN(position);

	return offset < size ? (ssize_t)min_t(u64, count, size - offset) : -EINVAL;
}

ssize_t emulated_read(const u8 *config, char __user *buf, size_t count, loff_t *position)
{
	ssize_t span = region_span(*position, count);

	if (span < 0)
		return span;
	if (REGION_OF(*position) != VFIO_PCI_CONFIG_REGION_INDEX) {
		/* registers and frame buffer: nothing there */
		if (clear_user(buf, span))
			return -EFAULT;
	} else if (copy_to_user(buf, config + OFFSET_IN(*position), span)) {
		return -EFAULT;
	}
	*position += span;
	return span;
}

static bool guest_may_write(u64 where)
{
	return where == PCI_COMMAND || where == PCI_COMMAND + 1 || where == PCI_INTERRUPT_LINE;
}

ssize_t emulated_write(u8 *config, const char __user *buf, size_t count, loff_t *position)
{
	ssize_t span = region_span(*position, count);
	ssize_t i;
	u8 byte;

	if (span < 0)
		return span;
	if (REGION_OF(*position) == VFIO_PCI_CONFIG_REGION_INDEX) {
		for (i = 0; i < span; i++) {
			if (get_user(byte, buf + i))
				return -EFAULT;
			if (guest_may_write(OFFSET_IN(*position) + i))
				config[OFFSET_IN(*position) + i] = byte;
		}
	}
	*position += span;
	return span;
}

static long device_info(void __user *user)
{
	struct vfio_device_info info;
	size_t wanted = offsetofend(struct vfio_device_info, num_irqs);

	if (copy_from_user(&info, user, wanted))
		return -EFAULT;
	if (info.argsz < wanted)
		return -EINVAL;
	info.flags = VFIO_DEVICE_FLAGS_PCI | VFIO_DEVICE_FLAGS_RESET;
	info.num_regions = VFIO_PCI_NUM_REGIONS;
	info.num_irqs = VFIO_PCI_NUM_IRQS;
	return copy_to_user(user, &info, wanted) ? -EFAULT : 0;
}

static long region_info(void __user *user)
{
	struct vfio_region_info info;
	size_t wanted = offsetofend(struct vfio_region_info, offset);

	if (copy_from_user(&info, user, wanted))
		return -EFAULT;
	if (info.argsz < wanted || info.index >= VFIO_PCI_NUM_REGIONS)
		return -EINVAL;
	info.offset = (u64)info.index << REGION_SHIFT;
	info.size = region_size(info.index);
	info.flags = info.size ? VFIO_REGION_INFO_FLAG_READ | VFIO_REGION_INFO_FLAG_WRITE : 0;
	info.cap_offset = 0;
	return copy_to_user(user, &info, wanted) ? -EFAULT : 0;
}

static long irq_info(void __user *user)
{
	struct vfio_irq_info info;
	size_t wanted = offsetofend(struct vfio_irq_info, count);

	if (copy_from_user(&info, user, wanted))
		return -EFAULT;
	/* No "please release it" interrupt: the driver has no request callback either. */
	if (info.argsz < wanted || info.index >= VFIO_PCI_ERR_IRQ_INDEX)
		return -EINVAL;
	info.count = info.index == VFIO_PCI_INTX_IRQ_INDEX ? 1 : 0;
	info.flags = info.count ? VFIO_IRQ_INFO_EVENTFD | VFIO_IRQ_INFO_MASKABLE | VFIO_IRQ_INFO_AUTOMASKED : 0;
	return copy_to_user(user, &info, wanted) ? -EFAULT : 0;
}

long emulated_ioctl(unsigned int command, void __user *user)
{
	switch (command) {
	case VFIO_DEVICE_GET_INFO:
		return device_info(user);
	case VFIO_DEVICE_GET_REGION_INFO:
		return region_info(user);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return irq_info(user);
	case VFIO_DEVICE_SET_IRQS: /* none is ever raised */
	case VFIO_DEVICE_RESET:
		return 0;
	default:
		return -ENOTTY;
	}
}
