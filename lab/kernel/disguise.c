// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes QEMU's `edu` devices look like NVIDIA GPUs: reads of their identity in the configuration space are answered with a
 * card's, and the function is discovered anew. From then on the kernel, udev, libvirt and lspci all find the card by themselves.
 */
#include "lab.h"

#define EDU_VENDOR 0x1234
#define EDU_DEVICE 0x11e8
#define MAX_SLOTS 16

struct slot {
	struct pci_bus *bus;
	unsigned int devfn;
	const struct card *card;
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

static u32 disguised(const struct card *card, int where, int size, u32 value)
{
	int i;

	for (i = 0; i < size; i++) {
		int byte = card_byte(card, where + i);

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

	if (!ret && devfn == slot->devfn)
		*value = disguised(slot->card, where, size, *value);
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

static void disguise(struct pci_bus *bus, unsigned int devfn, const struct card *card)
{
	struct slot *slot = &slots[slot_count];

	slot->bus = bus;
	slot->devfn = devfn;
	slot->card = card;
	slot->own_ops = bus->ops;
	slot_count++;
	pci_bus_set_ops(bus, &disguise_ops);
}

/* One `edu` a bus (its root port's): the first becomes the first card named, and so on; the last name serves all that follow. */
int disguise_all(char **names, unsigned int count)
{
	struct pci_dev *pci = NULL;
	unsigned int i;

	while ((pci = pci_get_device(EDU_VENDOR, EDU_DEVICE, pci)) && slot_count < MAX_SLOTS) {
		const char *name = names[min(slot_count, count - 1)];
		const struct card *card = card_named(name);

		if (!card) {
			pr_err("nvidia: the lab knows no card '%s'\n", name);
			pci_dev_put(pci);
			disguise_end();
			return -EINVAL;
		}
		disguise(pci->bus, pci->devfn, card);
	}
	pci_dev_put(pci);
	for (i = 0; i < slot_count; i++)
		discover_anew(slots[i].bus, slots[i].devfn);
	return slot_count ? 0 : -ENODEV;
}

void disguise_end(void)
{
	unsigned int i;

	for (i = 0; i < slot_count; i++)
		pci_bus_set_ops(slots[i].bus, slots[i].own_ops);
	for (i = 0; i < slot_count; i++)
		discover_anew(slots[i].bus, slots[i].devfn);
	slot_count = 0;
}

const struct card *disguise_of(const struct pci_dev *pci)
{
	struct slot *slot = slot_of(pci->bus);

	return slot && slot->devfn == pci->devfn ? slot->card : NULL;
}
