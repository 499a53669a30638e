// SPDX-License-Identifier: GPL-2.0-only
/* vGPUs as mediated devices: a function's types, and what create, remove and a VM's start do. */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vfio.h>

#include "lab.h"

/* A type on one function: the mdev core keeps state in it, so that each function needs its own. */
struct function_type {
	struct mdev_type mdev;
	const struct function *function;
	const struct vgpu_type *type;
};

/* A function's part in the mdev core */
struct offer {
	struct mdev_parent parent;
	struct function_type *types;
	struct mdev_type **mdev_types;
	unsigned int count;
};

struct mdev_vgpu {
	struct vfio_device vfio;
	struct mdev_device *mdev;
	u8 config[CONFIG_SIZE];
	struct vgpu vgpu; /* guarded by lab_lock */
};

static struct function_type *type_of(struct mdev_type *type)
{
	return container_of(type, struct function_type, mdev);
}

#define say(level, mdev, format, ...) \
	level("[nvidia-vgpu-vfio] %pUl: " format "\n", &(mdev)->uuid, ##__VA_ARGS__)

static unsigned int vgpu_available(struct mdev_type *mdev_type)
{
	const struct function_type *type = type_of(mdev_type);
	unsigned int available;

	mutex_lock(&lab_lock);
	available = vgpu_room(type->function, type->type);
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

/* ---- what VFIO asks ---- */

static int vgpu_open(struct vfio_device *vfio)
{
	struct mdev_vgpu *vgpu = container_of(vfio, struct mdev_vgpu, vfio);
	int ret;

	mutex_lock(&lab_lock);
	ret = vgpu_start(&vgpu->vgpu);
	mutex_unlock(&lab_lock);
	if (ret)
		say(pr_err, vgpu->mdev, "start failed. status: 0x%x", vgpu_start_status(&vgpu->vgpu));
	return ret;
}

static void vgpu_close(struct vfio_device *vfio)
{
	struct mdev_vgpu *vgpu = container_of(vfio, struct mdev_vgpu, vfio);

	mutex_lock(&lab_lock);
	vgpu->vgpu.opener = 0;
	mutex_unlock(&lab_lock);
}

static ssize_t vgpu_read(struct vfio_device *vfio, char __user *buf, size_t count, loff_t *position)
{
	return emulated_read(container_of(vfio, struct mdev_vgpu, vfio)->config, buf, count, position);
}

static ssize_t vgpu_write(struct vfio_device *vfio, const char __user *buf, size_t count, loff_t *position)
{
	return emulated_write(container_of(vfio, struct mdev_vgpu, vfio)->config, buf, count, position);
}

static long vgpu_ioctl(struct vfio_device *vfio, unsigned int command, unsigned long argument)
{
	return emulated_ioctl(command, (void __user *)argument);
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
	struct mdev_vgpu *vgpu = dev_get_drvdata(dev);
	ssize_t length;

	mutex_lock(&lab_lock);
	length = sysfs_emit(buf, "%s\n", vgpu->vgpu.params);
	mutex_unlock(&lab_lock);
	return length;
}

static ssize_t vgpu_params_store(struct device *dev, struct device_attribute *attribute, const char *buf, size_t count)
{
	struct mdev_vgpu *vgpu = dev_get_drvdata(dev);
	int ret;

	mutex_lock(&lab_lock);
	ret = vgpu_set_params(&vgpu->vgpu, buf);
	mutex_unlock(&lab_lock);
	return ret ? ret : count;
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

static void vgpu_drop(struct mdev_vgpu *vgpu)
{
	mutex_lock(&lab_lock);
	vgpu_give_back(&vgpu->vgpu);
	mutex_unlock(&lab_lock);
	vfio_put_device(&vgpu->vfio);
}

static int vgpu_make(struct mdev_device *mdev)
{
	const struct function_type *type = type_of(mdev->type);
	struct mdev_vgpu *vgpu = vfio_alloc_device(mdev_vgpu, vfio, &mdev->dev, &vgpu_ops);
	int ret;

	if (IS_ERR(vgpu))
		return PTR_ERR(vgpu);
	vgpu->mdev = mdev;
	vgpu->vgpu.name = dev_name(&mdev->dev);
	emulated_config(vgpu->config, type->function->gpu->card);
	dev_set_drvdata(&mdev->dev, vgpu);
	mutex_lock(&lab_lock);
	ret = vgpu_take(&vgpu->vgpu, type->function, type->type);
	mutex_unlock(&lab_lock);
	if (ret) {
		vfio_put_device(&vgpu->vfio);
		return ret;
	}
	ret = vfio_register_emulated_iommu_dev(&vgpu->vfio);
	if (ret)
		vgpu_drop(vgpu);
	return ret;
}

static int vgpu_probe(struct mdev_device *mdev)
{
	int ret = vgpu_make(mdev);

	if (ret)
		say(pr_err, mdev, "vGPU creation failed, %d", ret);
	else
		say(pr_info, mdev, "vGPU device created successfully.");
	return ret;
}

/* Waits for whoever has it open: the kernel gives a driver no way to refuse. */
static void vgpu_remove(struct mdev_device *mdev)
{
	struct mdev_vgpu *vgpu = dev_get_drvdata(&mdev->dev);

	vfio_unregister_group_dev(&vgpu->vfio);
	vgpu_drop(vgpu);
	say(pr_info, mdev, "vGPU device destroyed.");
}

static struct mdev_driver vgpu_driver = {
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

/* ---- the function that vGPUs are made on ---- */

static struct offer *make_offer(const struct function *function)
{
	const struct card *card = function->gpu->card;
	struct device *dev = &function->pci->dev;
	struct offer *offer = devm_kzalloc(dev, sizeof(*offer), GFP_KERNEL);
	unsigned int i;

	if (!offer)
		return NULL;
	offer->types = devm_kcalloc(dev, card->type_count, sizeof(*offer->types), GFP_KERNEL);
	offer->mdev_types = devm_kcalloc(dev, card->type_count, sizeof(*offer->mdev_types), GFP_KERNEL);
	if (!offer->types || !offer->mdev_types)
		return NULL;
	for (i = 0; i < card->type_count; i++) {
		struct function_type *type = &offer->types[offer->count];

		if (type_is_gone(&card->types[i]))
			continue;
		type->function = function;
		type->type = &card->types[i];
		type->mdev.sysfs_name = type->type->id;
		type->mdev.pretty_name = type->type->name;
		offer->mdev_types[offer->count++] = &type->mdev;
	}
	return offer;
}

int mdev_offer(struct function *function)
{
	struct offer *offer = make_offer(function);

	if (!offer)
		return -ENOMEM;
	pci_set_drvdata(function->pci, offer);
	return mdev_register_parent(&offer->parent, &function->pci->dev, &vgpu_driver, offer->mdev_types,
				    offer->count);
}

void mdev_withdraw(struct pci_dev *pci)
{
	struct offer *offer = pci_get_drvdata(pci);

	mdev_unregister_parent(&offer->parent);
}

int mdev_begin(void)
{
	return mdev_register_driver(&vgpu_driver);
}

void mdev_end(void)
{
	mdev_unregister_driver(&vgpu_driver);
}
