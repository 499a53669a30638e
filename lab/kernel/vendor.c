// SPDX-License-Identifier: GPL-2.0-only
/*
 * vGPUs as virtual functions, without mediated devices: the files in a function's folder `nvidia` say what it is, and a variant of
 * vfio-pci gives it to a VM as it stands there, bound to this driver.
 *
 *   (no vGPU) -- its type's id to current_vgpu_type --> vGPU <-- a VM's start and end --> held
 *       ^---------------------- 0 ----------------------'
 */
#include <linux/slab.h>
#include <linux/vfio_pci_core.h>

#include "lab.h"

struct vendor_function {
	struct vfio_pci_core_device core;
	const struct function *function;
	struct vgpu vgpu; /* guarded by lab_lock; without a type there is none */
};

#define say(level, vendor, format, ...) \
	level("[nvidia-vgpu-vfio] %s: " format "\n", pci_name((vendor)->function->pci), ##__VA_ARGS__)

static struct vendor_function *vendor_of(struct device *dev)
{
	struct vfio_pci_core_device *core = dev_get_drvdata(dev);

	return container_of(core, struct vendor_function, core);
}

/* ---- what VFIO asks ---- */

static int start(struct vendor_function *vendor)
{
	int ret;

	mutex_lock(&lab_lock);
	ret = vendor->vgpu.type ? vgpu_start(&vendor->vgpu) : -ENODEV;
	mutex_unlock(&lab_lock);
	if (ret == -ENODEV)
		say(pr_err, vendor, "current_vgpu_type of VF not configured");
	else if (ret)
		say(pr_err, vendor, "start failed. status: 0x%x", vgpu_start_status(&vendor->vgpu));
	return ret;
}

static void ended(struct vendor_function *vendor)
{
	mutex_lock(&lab_lock);
	vendor->vgpu.opener = 0;
	mutex_unlock(&lab_lock);
}

static int vendor_open(struct vfio_device *vfio)
{
	struct vendor_function *vendor = container_of(vfio, struct vendor_function, core.vdev);
	int ret = start(vendor);

	if (ret)
		return ret;
	ret = vfio_pci_core_enable(&vendor->core);
	if (ret) {
		ended(vendor);
		return ret;
	}
	vfio_pci_core_finish_enable(&vendor->core);
	return 0;
}

static void vendor_close(struct vfio_device *vfio)
{
	vfio_pci_core_close_device(vfio);
	ended(container_of(vfio, struct vendor_function, core.vdev));
}

static const struct vfio_device_ops vendor_ops = {
	.name = "nvidia-vgpu-vfio-pci",
	.init = vfio_pci_core_init_dev,
	.release = vfio_pci_core_release_dev,
	.open_device = vendor_open,
	.close_device = vendor_close,
	.ioctl = vfio_pci_core_ioctl,
	.device_feature = vfio_pci_core_ioctl_feature,
	.read = vfio_pci_core_read,
	.write = vfio_pci_core_write,
	.mmap = vfio_pci_core_mmap,
	.request = vfio_pci_core_request,
	.match = vfio_pci_core_match,
};

/* ---- the folder nvidia ---- */

static ssize_t creatable_vgpu_types_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	const struct function *function = vendor_of(dev)->function;
	const struct card *card = function->gpu->card;
	unsigned int i;
	int length = sysfs_emit(buf, "ID    : vGPU Name\n");

	mutex_lock(&lab_lock);
	for (i = 0; i < card->type_count; i++)
		if (vgpu_room(function, &card->types[i]))
			length += sysfs_emit_at(buf, length, "%-5s : %s\n", card->types[i].id, card->types[i].name);
	mutex_unlock(&lab_lock);
	return length;
}
static DEVICE_ATTR_RO(creatable_vgpu_types);

static const struct vgpu_type *type_with_id(const struct card *card, unsigned int id)
{
	unsigned int i, its;

	for (i = 0; i < card->type_count; i++)
		if (!kstrtouint(card->types[i].id, 10, &its) && its == id)
			return &card->types[i];
	return NULL;
}

static int make_vgpu(struct vendor_function *vendor, unsigned int id)
{
	const struct vgpu_type *type = type_with_id(vendor->function->gpu->card, id);
	int ret;

	if (vendor->vgpu.type) {
		say(pr_err, vendor, "vGPU device already created with type ID: %s", vendor->vgpu.type->id);
		return -EPERM;
	}
	ret = type ? vgpu_take(&vendor->vgpu, vendor->function, type) : -EIO;
	if (ret)
		say(pr_err, vendor, "vGPU creation failed, %d", ret);
	else
		say(pr_info, vendor, "vGPU device created successfully.");
	return ret;
}

static int drop_vgpu(struct vendor_function *vendor)
{
	if (!vendor->vgpu.type) {
		say(pr_err, vendor, "Failed to remove vGPU. No vGPU exists on current device");
		return -EPERM;
	}
	if (vendor->vgpu.opener) {
		say(pr_err, vendor, "vGPU destroy failed: 0x40");
		return -EPERM;
	}
	vgpu_give_back(&vendor->vgpu);
	say(pr_info, vendor, "vGPU device destroyed.");
	return 0;
}

static ssize_t current_vgpu_type_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct vendor_function *vendor = vendor_of(dev);
	int length;

	mutex_lock(&lab_lock);
	length = sysfs_emit(buf, "%s\n", vendor->vgpu.type ? vendor->vgpu.type->id : "0");
	mutex_unlock(&lab_lock);
	return length;
}

static ssize_t current_vgpu_type_store(struct device *dev, struct device_attribute *attribute, const char *buf,
				       size_t count)
{
	struct vendor_function *vendor = vendor_of(dev);
	unsigned int id;
	int ret;

	if (kstrtouint(buf, 10, &id))
		return -EINVAL;
	mutex_lock(&lab_lock);
	ret = id ? make_vgpu(vendor, id) : drop_vgpu(vendor);
	mutex_unlock(&lab_lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(current_vgpu_type);

static ssize_t vgpu_params_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct vendor_function *vendor = vendor_of(dev);
	int length;

	mutex_lock(&lab_lock);
	length = sysfs_emit(buf, "%s\n", vendor->vgpu.type ? vendor->vgpu.params : "");
	mutex_unlock(&lab_lock);
	return length;
}

static ssize_t vgpu_params_store(struct device *dev, struct device_attribute *attribute, const char *buf, size_t count)
{
	struct vendor_function *vendor = vendor_of(dev);
	int ret;

	if (!memchr(buf, '\n', count) && strcmp(buf, " "))
		return -EINVAL;
	mutex_lock(&lab_lock);
	ret = vendor->vgpu.type ? vgpu_set_params(&vendor->vgpu, buf) : -EPERM;
	mutex_unlock(&lab_lock);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(vgpu_params);

static ssize_t placement_id_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct vendor_function *vendor = vendor_of(dev);
	int length;

	mutex_lock(&lab_lock);
	if (!vendor->vgpu.type)
		length = -ENXIO;
	else if (vendor->vgpu.placement == NO_PLACEMENT)
		length = sysfs_emit(buf, "Not Applicable\n");
	else
		length = sysfs_emit(buf, "%d\n", vendor->vgpu.placement);
	mutex_unlock(&lab_lock);
	return length;
}
static DEVICE_ATTR_RO(placement_id);

/* The lab has no card that can be cut into instances. */
static ssize_t gpu_instance_id_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct vendor_function *vendor = vendor_of(dev);
	int length;

	mutex_lock(&lab_lock);
	length = vendor->vgpu.type ? sysfs_emit(buf, "Not Applicable\n") : -ENXIO;
	mutex_unlock(&lab_lock);
	return length;
}
static DEVICE_ATTR_RO(gpu_instance_id);

static struct attribute *nvidia_attributes[] = {
	&dev_attr_creatable_vgpu_types.attr,
	&dev_attr_current_vgpu_type.attr,
	&dev_attr_vgpu_params.attr,
	&dev_attr_placement_id.attr,
	&dev_attr_gpu_instance_id.attr,
	NULL,
};

static const struct attribute_group nvidia_group = {
	.name = "nvidia",
	.attrs = nvidia_attributes,
};

/* ---- the virtual function ---- */

/*
 * vfio_pci_core expects itself in the device's driver data. It also gives the driver its power management; that only ever comes
 * to virtual functions, as nobody lets go of the runtime power of a physical one.
 */
int vendor_offer(struct function *function)
{
	struct vendor_function *vendor =
		vfio_alloc_device(vendor_function, core.vdev, &function->pci->dev, &vendor_ops);
	int ret;

	if (IS_ERR(vendor))
		return PTR_ERR(vendor);
	vendor->function = function;
	pci_set_drvdata(function->pci, &vendor->core);
	ret = vfio_pci_core_register_device(&vendor->core);
	if (ret)
		goto not_registered;
	ret = sysfs_create_group(&function->pci->dev.kobj, &nvidia_group);
	if (ret)
		goto no_files;
	return 0;

no_files:
	vfio_pci_core_unregister_device(&vendor->core);
not_registered:
	vfio_put_device(&vendor->core.vdev);
	return ret;
}

/* Waits for whoever has it open. */
void vendor_withdraw(struct pci_dev *pci)
{
	struct vendor_function *vendor = vendor_of(&pci->dev);

	sysfs_remove_group(&pci->dev.kobj, &nvidia_group);
	vfio_pci_core_unregister_device(&vendor->core);
	mutex_lock(&lab_lock);
	if (vendor->vgpu.type)
		vgpu_give_back(&vendor->vgpu);
	mutex_unlock(&lab_lock);
	vfio_put_device(&vendor->core.vdev);
}
