// SPDX-License-Identifier: GPL-2.0-only
/* The physical GPU: a PCI driver named `nvidia` that offers the card's vGPU types as mediated devices. */
#include <linux/module.h>
#include <linux/slab.h>

#include "lab.h"

DEFINE_MUTEX(lab_lock);

static char *cards[16] = { "tesla-p10" };
static int card_count = 1;
module_param_array_named(cards, cards, charp, &card_count, 0444);
MODULE_PARM_DESC(cards, "models of the GPUs, in PCI order; the last serves all that follow");

static int gpu_make_types(struct gpu *gpu)
{
	struct device *dev = &gpu->pci->dev;
	unsigned int i, count = gpu->card->type_count;

	gpu->types = devm_kcalloc(dev, count, sizeof(*gpu->types), GFP_KERNEL);
	gpu->mdev_types = devm_kcalloc(dev, count, sizeof(*gpu->mdev_types), GFP_KERNEL);
	if (!gpu->types || !gpu->mdev_types)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		struct gpu_type *type = &gpu->types[i];

		type->gpu = gpu;
		type->type = &gpu->card->types[i];
		type->mdev.sysfs_name = type->type->id;
		type->mdev.pretty_name = type->type->name;
		gpu->mdev_types[i] = &type->mdev;
	}
	return 0;
}

static int gpu_probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	const struct card *card = disguise_of(pci);
	struct gpu *gpu;
	int ret;

	if (!card)
		return -ENODEV;
	gpu = devm_kzalloc(&pci->dev, sizeof(*gpu), GFP_KERNEL);
	if (!gpu)
		return -ENOMEM;
	gpu->pci = pci;
	gpu->card = card;
	ret = gpu_make_types(gpu);
	if (ret)
		return ret;
	ret = pcim_enable_device(pci);
	if (ret)
		return ret;
	pci_set_master(pci);
	pci_set_drvdata(pci, gpu);
	return mdev_register_parent(&gpu->parent, &pci->dev, &vgpu_driver, gpu->mdev_types, card->type_count);
}

static void gpu_remove(struct pci_dev *pci)
{
	struct gpu *gpu = pci_get_drvdata(pci);

	mdev_unregister_parent(&gpu->parent);
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
};

static int __init lab_init(void)
{
	int ret = mdev_register_driver(&vgpu_driver);

	if (ret)
		return ret;
	ret = pci_register_driver(&gpu_driver);
	if (ret)
		goto no_driver;
	ret = disguise_all(cards, card_count);
	if (ret)
		goto no_gpu;
	return 0;

no_gpu:
	pci_unregister_driver(&gpu_driver);
no_driver:
	mdev_unregister_driver(&vgpu_driver);
	return ret;
}

static void __exit lab_exit(void)
{
	pci_unregister_driver(&gpu_driver);
	disguise_end();
	mdev_unregister_driver(&vgpu_driver);
}

module_init(lab_init);
module_exit(lab_exit);
MODULE_DESCRIPTION("A stand-in for the vGPU host driver, for a lab without a GPU");
MODULE_LICENSE("GPL v2");
MODULE_VERSION("510.85.03");
