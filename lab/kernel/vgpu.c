// SPDX-License-Identifier: GPL-2.0-only
/* The vGPU: a mediated device that answers enough of VFIO for QEMU's vfio-pci, and refuses where the driver refuses. */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <linux/vfio.h>

#include "lab.h"

#define CONFIG_SIZE 256
#define BAR0_SIZE (16 * 1024 * 1024)
#define REGION_SHIFT 40
#define REGION_OF(position) ((u32)((position) >> REGION_SHIFT))
#define OFFSET_IN(position) ((position) & ((1ULL << REGION_SHIFT) - 1))
#define PARAMS_MAX 1024

struct vgpu {
	struct vfio_device vfio;
	struct mdev_device *mdev;
	struct gpu_type *type;
	u8 config[CONFIG_SIZE];
	/* guarded by lab_lock */
	struct list_head all;
	pid_t opener; /* the process that holds it open, or 0 */
	char params[PARAMS_MAX];
};

static LIST_HEAD(vgpus);

static struct gpu_type *type_of(struct mdev_type *type)
{
	return container_of(type, struct gpu_type, mdev);
}

#define say(level, mdev, format, ...) \
	level("[nvidia-vgpu-vfio] %pUl: " format "\n", &(mdev)->uuid, ##__VA_ARGS__)

/* ---- which vGPUs a GPU has room for ---- */

/* The first vGPU decides the frame buffer of all; types of that size remain, whatever their series. */
static unsigned int room(const struct gpu_type *type)
{
	const struct gpu *gpu = type->gpu;

	if (gpu->created && gpu->framebuffer_mib != type->type->framebuffer_mib)
		return 0;
	if (gpu->created >= type->type->max_instance)
		return 0;
	return type->type->max_instance - gpu->created;
}

static int take_room(struct gpu_type *type)
{
	int ret = -EIO;

	mutex_lock(&lab_lock);
	if (room(type)) {
		type->gpu->created++;
		type->gpu->framebuffer_mib = type->type->framebuffer_mib;
		ret = 0;
	}
	mutex_unlock(&lab_lock);
	return ret;
}

static void give_room_back(struct gpu_type *type)
{
	mutex_lock(&lab_lock);
	type->gpu->created--;
	mutex_unlock(&lab_lock);
}

static unsigned int vgpu_available(struct mdev_type *mdev_type)
{
	unsigned int available;

	mutex_lock(&lab_lock);
	available = room(type_of(mdev_type));
	mutex_unlock(&lab_lock);
	return available;
}

static ssize_t vgpu_description(struct mdev_type *mdev_type, char *buf)
{
	const struct vgpu_type *type = type_of(mdev_type)->type;

	return sysfs_emit(buf, "num_heads=%u, frl_config=%u, framebuffer=%uM, max_resolution=%ux%u, max_instance=%u\n",
			  type->heads, type->frame_rate_limit, type->framebuffer_mib, type->width, type->height,
			  type->max_instance);
}

/* ---- opening: what a VM's start does ---- */

/* A VM may hold several vGPUs only where each is a whole GPU. */
static bool may_share_a_vm(const struct vgpu *one, const struct vgpu *other)
{
	return one->type->type->max_instance == 1 && other->type->type->max_instance == 1;
}

static int vgpu_open(struct vfio_device *vfio)
{
	struct vgpu *vgpu = container_of(vfio, struct vgpu, vfio);
	struct vgpu *other;
	int ret = 0;

	mutex_lock(&lab_lock);
	list_for_each_entry(other, &vgpus, all)
		if (other != vgpu && other->opener == current->tgid && !may_share_a_vm(vgpu, other))
			ret = -EIO;
	if (!ret)
		vgpu->opener = current->tgid;
	mutex_unlock(&lab_lock);
	if (ret)
		say(pr_err, vgpu->mdev, "start failed. status: 0x0");
	return ret;
}

static void vgpu_close(struct vfio_device *vfio)
{
	struct vgpu *vgpu = container_of(vfio, struct vgpu, vfio);

	mutex_lock(&lab_lock);
	vgpu->opener = 0;
	mutex_unlock(&lab_lock);
}

/* ---- the PCI function that the VM sees ---- */

static void put16(u8 *config, int where, u16 value)
{
	config[where] = value & 0xff;
	config[where + 1] = value >> 8;
}

static void vgpu_fill_config(struct vgpu *vgpu)
{
	const struct card *card = vgpu->type->gpu->card;

	put16(vgpu->config, PCI_VENDOR_ID, card->vendor);
	put16(vgpu->config, PCI_DEVICE_ID, card->vgpu_device);
	put16(vgpu->config, PCI_SUBSYSTEM_VENDOR_ID, card->subsystem_vendor);
	put16(vgpu->config, PCI_SUBSYSTEM_ID, card->subsystem_device);
	put16(vgpu->config, PCI_CLASS_DEVICE, PCI_CLASS_DISPLAY_VGA);
	vgpu->config[PCI_REVISION_ID] = card->revision;
	vgpu->config[PCI_INTERRUPT_PIN] = 1;
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

static ssize_t vgpu_read(struct vfio_device *vfio, char __user *buf, size_t count, loff_t *position)
{
	struct vgpu *vgpu = container_of(vfio, struct vgpu, vfio);
	ssize_t span = region_span(*position, count);

	if (span < 0)
		return span;
	if (REGION_OF(*position) != VFIO_PCI_CONFIG_REGION_INDEX) {
		/* registers and frame buffer: nothing there */
		if (clear_user(buf, span))
			return -EFAULT;
	} else if (copy_to_user(buf, vgpu->config + OFFSET_IN(*position), span)) {
		return -EFAULT;
	}
	*position += span;
	return span;
}

static bool guest_may_write(u64 where)
{
	return where == PCI_COMMAND || where == PCI_COMMAND + 1 || where == PCI_INTERRUPT_LINE;
}

static ssize_t vgpu_write(struct vfio_device *vfio, const char __user *buf, size_t count, loff_t *position)
{
	struct vgpu *vgpu = container_of(vfio, struct vgpu, vfio);
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
				vgpu->config[OFFSET_IN(*position) + i] = byte;
		}
	}
	*position += span;
	return span;
}

static long vgpu_info(void __user *user)
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

static long vgpu_region_info(void __user *user)
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

static long vgpu_irq_info(void __user *user)
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

static long vgpu_ioctl(struct vfio_device *vfio, unsigned int command, unsigned long argument)
{
	void __user *user = (void __user *)argument;

	switch (command) {
	case VFIO_DEVICE_GET_INFO:
		return vgpu_info(user);
	case VFIO_DEVICE_GET_REGION_INFO:
		return vgpu_region_info(user);
	case VFIO_DEVICE_GET_IRQ_INFO:
		return vgpu_irq_info(user);
	case VFIO_DEVICE_SET_IRQS: /* none is ever raised */
	case VFIO_DEVICE_RESET:
		return 0;
	default:
		return -ENOTTY;
	}
}

static int vgpu_init(struct vfio_device *vfio)
{
	return 0;
}

static void vgpu_release(struct vfio_device *vfio)
{
	vfio_free_device(vfio);
}

static const struct vfio_device_ops vgpu_ops = {
	.name = "nvidia-vgpu",
	.init = vgpu_init,
	.release = vgpu_release,
	.open_device = vgpu_open,
	.close_device = vgpu_close,
	.read = vgpu_read,
	.write = vgpu_write,
	.ioctl = vgpu_ioctl,
};

/* ---- nvidia/vgpu_params and nvidia/vm_name ---- */

static ssize_t vgpu_params_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct vgpu *vgpu = dev_get_drvdata(dev);
	ssize_t length;

	mutex_lock(&lab_lock);
	length = sysfs_emit(buf, "%s\n", vgpu->params);
	mutex_unlock(&lab_lock);
	return length;
}

static ssize_t vgpu_params_store(struct device *dev, struct device_attribute *attribute, const char *buf, size_t count)
{
	struct vgpu *vgpu = dev_get_drvdata(dev);
	size_t length = strcspn(buf, "\n");
	ssize_t ret = count;

	if (length >= PARAMS_MAX)
		return -EINVAL;
	mutex_lock(&lab_lock);
	if (vgpu->opener)
		ret = -EPERM;
	else
		strscpy(vgpu->params, buf, length + 1);
	mutex_unlock(&lab_lock);
	return ret;
}
static DEVICE_ATTR_RW(vgpu_params);

/* The real one learns the name from its manager, which the lab does not have. */
static ssize_t vm_name_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	return sysfs_emit(buf, "\n");
}
static DEVICE_ATTR_RO(vm_name);

static struct attribute *nvidia_attributes[] = {
	&dev_attr_vgpu_params.attr,
	&dev_attr_vm_name.attr,
	NULL,
};

static const struct attribute_group nvidia_group = {
	.name = "nvidia",
	.attrs = nvidia_attributes,
};

static const struct attribute_group *nvidia_groups[] = {
	&nvidia_group,
	NULL,
};

/* ---- created and removed ---- */

static void vgpu_drop(struct vgpu *vgpu)
{
	mutex_lock(&lab_lock);
	list_del(&vgpu->all);
	mutex_unlock(&lab_lock);
	vfio_put_device(&vgpu->vfio);
}

static int vgpu_make(struct mdev_device *mdev)
{
	struct vgpu *vgpu = vfio_alloc_device(vgpu, vfio, &mdev->dev, &vgpu_ops);
	int ret;

	if (IS_ERR(vgpu))
		return PTR_ERR(vgpu);
	vgpu->mdev = mdev;
	vgpu->type = type_of(mdev->type);
	vgpu_fill_config(vgpu);
	dev_set_drvdata(&mdev->dev, vgpu);
	mutex_lock(&lab_lock);
	list_add_tail(&vgpu->all, &vgpus);
	mutex_unlock(&lab_lock);
	ret = vfio_register_emulated_iommu_dev(&vgpu->vfio);
	if (ret)
		vgpu_drop(vgpu);
	return ret;
}

static int vgpu_probe(struct mdev_device *mdev)
{
	struct gpu_type *type = type_of(mdev->type);
	int ret = take_room(type);

	if (!ret) {
		ret = vgpu_make(mdev);
		if (ret)
			give_room_back(type);
	}
	if (ret)
		say(pr_err, mdev, "vGPU creation failed, %d", ret);
	else
		say(pr_info, mdev, "vGPU device created successfully.");
	return ret;
}

/* Waits for whoever has it open: the kernel gives a driver no way to refuse. */
static void vgpu_remove(struct mdev_device *mdev)
{
	struct vgpu *vgpu = dev_get_drvdata(&mdev->dev);

	vfio_unregister_group_dev(&vgpu->vfio);
	give_room_back(vgpu->type);
	vgpu_drop(vgpu);
	say(pr_info, mdev, "vGPU device destroyed.");
}

struct mdev_driver vgpu_driver = {
	.device_api = VFIO_DEVICE_API_PCI_STRING,
	.probe = vgpu_probe,
	.remove = vgpu_remove,
	.get_available = vgpu_available,
	.show_description = vgpu_description,
	.driver = {
		.name = "nvidia-vgpu-vfio",
		.owner = THIS_MODULE,
		.dev_groups = nvidia_groups,
	},
};
