// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes devices of QEMU's look like NVIDIA GPUs: `edu`, or `nvme` for a card with virtual functions, which it really has. Reads of
 * their identity in the configuration space are answered with a card's, and the function is discovered anew. From then on the
 * kernel, udev, libvirt and lspci all find the card by themselves.
 */
#include <linux/module.h>

#include "lab.h"

static char *cards[16] = { "tesla-p10" };
static int card_count = 1;
module_param_array(cards, charp, &card_count, 0444);
MODULE_PARM_DESC(cards, "models of the GPUs, in PCI order; the last serves all that follow");

#define EDU_VENDOR 0x1234
#define EDU_DEVICE 0x11e8
#define NVME_VENDOR 0x1b36
#define NVME_DEVICE 0x0010
#define MAX_SLOTS 16

struct slot {
	struct pci_bus *bus;
	unsigned int devfn;
	const struct card *card;
	int sriov; /* where the SR-IOV capability lies, or 0 */
	struct pci_ops *own_ops;
};

static struct slot slots[MAX_SLOTS];
static unsigned int slot_count;

static struct slot *slot_of(const struct pci_bus *bus)
{
	unsigned int i;

	for (i = 0; i < slot_count; i++)
		if (slots[i].bus == bus)
			return &slots[i];
	return NULL;
}

static int physical_byte(const struct slot *slot, int where)
{
	if (slot->sriov && where == slot->sriov + PCI_SRIOV_VF_DID)
		return slot->card->device & 0xff;
	if (slot->sriov && where == slot->sriov + PCI_SRIOV_VF_DID + 1)
		return slot->card->device >> 8;
	return card_byte(slot->card, where);
}

/*
 * A virtual function has no vendor and device id of its own: the kernel takes them from the physical one. Nor has it an interrupt
 * pin, which QEMU forgets.
 */
static int virtual_byte(const struct slot *slot, int where)
{
	if (where < PCI_COMMAND)
		return -1;
	return where == PCI_INTERRUPT_PIN ? 0 : card_byte(slot->card, where);
}

static u32 disguised(const struct slot *slot, bool physical, int where, int size, u32 value)
{
	int i;

	for (i = 0; i < size; i++) {
		int byte = physical ? physical_byte(slot, where + i) : virtual_byte(slot, where + i);

		if (byte >= 0) {
			value &= ~(0xffU << (8 * i));
			value |= (u32)byte << (8 * i);
		}
	}
	return value;
}

static int disguise_read(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	struct slot *slot = slot_of(bus);
	int ret = slot->own_ops->read(bus, devfn, where, size, value);

	if (!ret && (devfn == slot->devfn || slot->sriov))
		*value = disguised(slot, devfn == slot->devfn, where, size, *value);
	return ret;
}

static int disguise_write(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	return slot_of(bus)->own_ops->write(bus, devfn, where, size, value);
}

static struct pci_ops disguise_ops = {
	.read = disguise_read,
	.write = disguise_write,
};

static void discover_anew(struct pci_bus *bus, unsigned int devfn)
{
	struct pci_dev *pci = pci_get_slot(bus, devfn);

	pci_lock_rescan_remove();
	if (pci)
		pci_stop_and_remove_bus_device(pci);
	pci_rescan_bus(bus);
	pci_unlock_rescan_remove();
	pci_dev_put(pci);
}

static void disguise(struct pci_dev *pci, const struct card *card)
{
	struct slot *slot = &slots[slot_count];

	slot->bus = pci->bus;
	slot->devfn = pci->devfn;
	slot->card = card;
	slot->sriov = pci_find_ext_capability(pci, PCI_EXT_CAP_ID_SRIOV);
	slot->own_ops = pci->bus->ops;
	slot_count++;
	pci_bus_set_ops(pci->bus, &disguise_ops);
}

static bool can_be_disguised(const struct pci_dev *pci)
{
	return (pci->vendor == EDU_VENDOR && pci->device == EDU_DEVICE) ||
	       (pci->vendor == NVME_VENDOR && pci->device == NVME_DEVICE);
}

static const struct card *card_for(struct pci_dev *pci, const char *name)
{
	const struct card *card = card_named(name);

	if (!card)
		pr_err("nvidia: the lab knows no card '%s'\n", name);
	else if (card->interface != MDEV_ON_GPU && !pci_find_ext_capability(pci, PCI_EXT_CAP_ID_SRIOV))
		pr_err("nvidia: %s has no virtual functions, which a card '%s' has\n", pci_name(pci), name);
	else
		return card;
	return NULL;
}

static void disguise_end(void)
{
	unsigned int i;

	for (i = 0; i < slot_count; i++)
		pci_bus_set_ops(slots[i].bus, slots[i].own_ops);
	for (i = 0; i < slot_count; i++)
		discover_anew(slots[i].bus, slots[i].devfn);
	slot_count = 0;
}

/* One device a bus (its root port's): the first becomes the first card named, and so on; the last name serves all that follow. */
static int disguise_all(void)
{
	struct pci_dev *pci = NULL;
	unsigned int i;

	for_each_pci_dev(pci) {
		const struct card *card;

		if (!can_be_disguised(pci) || slot_count == MAX_SLOTS)
			continue;
		card = card_for(pci, cards[min(slot_count, (unsigned int)card_count - 1)]);
		if (!card) {
			pci_dev_put(pci);
			disguise_end();
			return -EINVAL;
		}
		disguise(pci, card);
	}
	for (i = 0; i < slot_count; i++)
		discover_anew(slots[i].bus, slots[i].devfn);
	return slot_count ? 0 : -ENODEV;
}

const struct card *disguise_of(const struct pci_dev *pci)
{
	struct slot *slot = slot_of(pci->bus);

	return slot && slot->devfn == pci->devfn ? slot->card : NULL;
}
EXPORT_SYMBOL_GPL(disguise_of);

const struct card *first_card(void)
{
	return slots[0].card;
}
EXPORT_SYMBOL_GPL(first_card);

module_init(disguise_all);
module_exit(disguise_end);
MODULE_DESCRIPTION("GPUs for a lab without a GPU");
MODULE_LICENSE("GPL v2");
