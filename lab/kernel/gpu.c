// SPDX-License-Identifier: GPL-2.0-only
/* The GPU: a PCI driver named `nvidia` for physical and virtual functions, which offers the card's vGPU types on them. */
#include <linux/module.h>
#include <linux/slab.h>

#include "lab.h"

DEFINE_MUTEX(lab_lock);

static char *without[16];
static int without_count;
module_param_array(without, charp, &without_count, 0444);
MODULE_PARM_DESC(without, "numbers of types that this driver does not have, as mediated devices");

bool type_is_gone(const struct vgpu_type *type)
{
	int i;

	for (i = 0; i < without_count; i++)
		if (!strcmp(without[i], type->id))
			return true;
	return false;
}

/* ---- what the manager's stand-in is told: the real one is called by the module ---- */

static ssize_t lab_starts_show(struct device_driver *driver, char *buf)
{
	int length;

	mutex_lock(&lab_lock);
	length = vgpu_starts(buf);
	mutex_unlock(&lab_lock);
	return length;
}
static DRIVER_ATTR_RO(lab_starts);

static struct attribute *driver_attrs[] = {
	&driver_attr_lab_starts.attr,
	NULL,
};
ATTRIBUTE_GROUPS(driver);

/* ---- what the stand-ins of NVIDIA's tools need of a card with virtual functions: its folder `lab` ---- */

#define BEST_EFFORT 1
#define FIXED_SHARE 3

/* set_if_idle: -EBUSY while there are vGPUs, or with `open` while VMs hold some */
static int set_if_idle(struct gpu *gpu, bool open, bool mixed_size, unsigned int scheduler)
{
	int ret = -EBUSY;

	mutex_lock(&lab_lock);
	if (!vgpu_count(gpu, open)) {
		gpu->mixed_size = mixed_size;
		gpu->scheduler = scheduler;
		ret = 0;
	}
	mutex_unlock(&lab_lock);
	return ret;
}

static ssize_t mixed_size_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct gpu *gpu = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", gpu->mixed_size);
}

static ssize_t mixed_size_store(struct device *dev, struct device_attribute *attribute, const char *buf, size_t count)
{
	struct gpu *gpu = dev_get_drvdata(dev);
	bool on;
	int ret = kstrtobool(buf, &on);

	if (ret)
		return ret;
	if (!pci_num_vf(gpu->pci) || (on && gpu->scheduler == FIXED_SHARE))
		return -EOPNOTSUPP;
	ret = set_if_idle(gpu, false, on, gpu->scheduler);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(mixed_size);

static ssize_t scheduler_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct gpu *gpu = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", gpu->scheduler);
}

static ssize_t scheduler_store(struct device *dev, struct device_attribute *attribute, const char *buf, size_t count)
{
	struct gpu *gpu = dev_get_drvdata(dev);
	unsigned int policy;
	int ret = kstrtouint(buf, 10, &policy);

	if (ret)
		return ret;
	if (policy < BEST_EFFORT || policy > FIXED_SHARE)
		return -EINVAL;
	if (policy == FIXED_SHARE && gpu->mixed_size)
		return -EOPNOTSUPP;
	ret = set_if_idle(gpu, true, gpu->mixed_size, policy);
	return ret ? ret : count;
}
static DEVICE_ATTR_RW(scheduler);

static ssize_t vgpus_show(struct device *dev, struct device_attribute *attribute, char *buf)
{
	struct gpu *gpu = dev_get_drvdata(dev);
	unsigned int all, open;

	mutex_lock(&lab_lock);
	all = vgpu_count(gpu, false);
	open = vgpu_count(gpu, true);
	mutex_unlock(&lab_lock);
	return sysfs_emit(buf, "%u %u\n", all, open);
}
static DEVICE_ATTR_RO(vgpus);

static struct attribute *lab_attributes[] = {
	&dev_attr_mixed_size.attr,
	&dev_attr_scheduler.attr,
	&dev_attr_vgpus.attr,
	NULL,
};

static const struct attribute_group lab_group = {
	.name = "lab",
	.attrs = lab_attributes,
};

/* ---- physical and virtual functions ---- */

static struct function *make_function(struct pci_dev *pci, struct gpu *gpu)
{
	struct function *function = devm_kzalloc(&pci->dev, sizeof(*function), GFP_KERNEL);

	if (function) {
		function->pci = pci;
		function->gpu = gpu;
	}
	return function;
}

static int physical_probe(struct pci_dev *pci)
{
	const struct card *card = disguise_of(pci);
	struct function *function;
	struct gpu *gpu;

	if (!card)
		return -ENODEV;
	gpu = devm_kzalloc(&pci->dev, sizeof(*gpu), GFP_KERNEL);
	if (!gpu)
		return -ENOMEM;
	gpu->pci = pci;
	gpu->card = card;
	gpu->scheduler = BEST_EFFORT;
	if (card->interface != MDEV_ON_GPU) {
		pci_set_drvdata(pci, gpu);
		return devm_device_add_group(&pci->dev, &lab_group);
	}
	function = make_function(pci, gpu);
	return function ? mdev_offer(function) : -ENOMEM;
}

static struct pci_driver gpu_driver;

static int virtual_probe(struct pci_dev *pci)
{
	struct pci_dev *physical = pci_physfn(pci);
	struct function *function;
	struct gpu *gpu;

	if (physical->driver != &gpu_driver)
		return -ENODEV;
	gpu = pci_get_drvdata(physical);
	function = make_function(pci, gpu);
	if (!function)
		return -ENOMEM;
	return gpu->card->interface == VENDOR_VFIO ? vendor_offer(function) : mdev_offer(function);
}

static int gpu_probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	int ret;

	/* vfio_pci_core enables what it gives to a VM by itself */
	if (!pci->is_virtfn) {
		ret = pcim_enable_device(pci);
		if (ret)
			return ret;
		pci_set_master(pci);
	}
	return pci->is_virtfn ? virtual_probe(pci) : physical_probe(pci);
}

static void gpu_remove(struct pci_dev *pci)
{
	const struct card *card = disguise_of(pci_physfn(pci));

	if (!pci->is_virtfn && card->interface != MDEV_ON_GPU)
		pci_disable_sriov(pci);
	else if (card->interface == VENDOR_VFIO)
		vendor_withdraw(pci);
	else
		mdev_withdraw(pci);
}

/* What the mode was goes with the functions, as on the real one. */
static int gpu_sriov_configure(struct pci_dev *pci, int count)
{
	struct gpu *gpu = pci_get_drvdata(pci);
	int ret;

	if (gpu->card->interface == MDEV_ON_GPU)
		return -EOPNOTSUPP;
	ret = set_if_idle(gpu, false, false, gpu->scheduler);
	if (ret)
		return ret;
	if (count) {
		ret = pci_enable_sriov(pci, count);
		return ret ? ret : count;
	}
	pci_disable_sriov(pci);
	return 0;
}

static const struct pci_device_id gpu_ids[] = {
	/* 3D controllers and VGA controllers of NVIDIA's, as the real driver claims them */
	{ PCI_DEVICE(PCI_VENDOR_ID_NVIDIA, PCI_ANY_ID), .class = PCI_CLASS_DISPLAY_3D << 8, .class_mask = ~0 },
	{ PCI_DEVICE(PCI_VENDOR_ID_NVIDIA, PCI_ANY_ID), .class = PCI_CLASS_DISPLAY_VGA << 8, .class_mask = ~0 },
	{}
};
MODULE_DEVICE_TABLE(pci, gpu_ids);

static struct pci_driver gpu_driver = {
	.name = "nvidia",
	.id_table = gpu_ids,
	.probe = gpu_probe,
	.remove = gpu_remove,
	.sriov_configure = gpu_sriov_configure,
	/* or else no VM could own what a virtual function reads and writes in memory */
	.driver_managed_dma = true,
	.groups = driver_groups,
};

/* What /sys/module/nvidia/version says: that of a driver which has the first card. The kernel frees it with the module. */
static int show_version(void)
{
	const struct card *card = first_card();
	char *version = card ? kstrdup(card->driver_version, GFP_KERNEL) : NULL;

	if (!version)
		return card ? -ENOMEM : -ENODEV;
	kfree(THIS_MODULE->version);
	THIS_MODULE->version = version;
	return 0;
}

static int __init lab_init(void)
{
	int ret = show_version();

	if (ret)
		return ret;
	ret = mdev_begin();
	if (ret)
		return ret;
	ret = pci_register_driver(&gpu_driver);
	if (ret)
		goto no_driver;
	return 0;

no_driver:
	mdev_end();
	return ret;
}

static void __exit lab_exit(void)
{
	pci_unregister_driver(&gpu_driver);
	mdev_end();
}

module_init(lab_init);
module_exit(lab_exit);
MODULE_DESCRIPTION("A stand-in for the vGPU host driver, for a lab without a GPU");
MODULE_LICENSE("GPL v2");
MODULE_VERSION("510.85.03");
