// SPDX-License-Identifier: GPL-2.0-only
/* The vGPUs there are, however they were made, and where the driver refuses one more, a place or a start. */
#include <linux/sched.h>

#include "lab.h"

static LIST_HEAD(vgpus);

/* ---- which vGPUs a GPU has room for ---- */

static bool on_gpu(const struct vgpu *vgpu, const struct gpu *gpu)
{
	return vgpu->function->gpu == gpu;
}

unsigned int vgpu_count(const struct gpu *gpu, bool open)
{
	const struct vgpu *vgpu;
	unsigned int count = 0;

	list_for_each_entry(vgpu, &vgpus, all)
		if (on_gpu(vgpu, gpu) && (vgpu->opener || !open))
			count++;
	return count;
}

/* The first vGPU decides the frame buffer of all; types of that size remain, whatever their series. */
static unsigned int room_of_equal_size(const struct gpu *gpu, const struct vgpu_type *type)
{
	unsigned int created = vgpu_count(gpu, false);
	const struct vgpu *vgpu;

	list_for_each_entry(vgpu, &vgpus, all)
		if (on_gpu(vgpu, gpu) && vgpu->type->framebuffer_mib != type->framebuffer_mib)
			return 0;
	return created < type->max_instance ? type->max_instance - created : 0;
}

static unsigned int gib(const struct vgpu_type *type)
{
	return type->framebuffer_mib / 1024;
}

static bool place_is_free(const struct gpu *gpu, const struct vgpu_type *type, int place, const struct vgpu *but)
{
	const struct vgpu *vgpu;

	list_for_each_entry(vgpu, &vgpus, all)
		if (vgpu != but && on_gpu(vgpu, gpu) && place < vgpu->placement + (int)gib(vgpu->type) &&
		    vgpu->placement < place + (int)gib(type))
			return false;
	return true;
}

static const struct placements *placements_of(const struct card *card, const struct vgpu_type *type)
{
	unsigned int i;

	for (i = 0; i < card->placements_count; i++)
		if (card->placements[i].framebuffer_mib == type->framebuffer_mib)
			return &card->placements[i];
	return NULL;
}

/* The free places of a type; the first of them in `first`. */
static unsigned int room_of_mixed_size(const struct gpu *gpu, const struct vgpu_type *type, int *first)
{
	const struct placements *places = placements_of(gpu->card, type);
	unsigned int i, room = 0;

	for (i = 0; places && i < places->count; i++)
		if (place_is_free(gpu, type, places->ids[i], NULL) && !room++)
			*first = places->ids[i];
	return room;
}

static bool is_taken(const struct function *function)
{
	const struct vgpu *vgpu;

	list_for_each_entry(vgpu, &vgpus, all)
		if (vgpu->function == function)
			return true;
	return false;
}

static unsigned int find_room(const struct function *function, const struct vgpu_type *type, int *placement)
{
	const struct gpu *gpu = function->gpu;
	unsigned int room;

	*placement = NO_PLACEMENT;
	room = gpu->mixed_size ? room_of_mixed_size(gpu, type, placement) : room_of_equal_size(gpu, type);
	if (gpu->card->interface == MDEV_ON_GPU)
		return room;
	return room && !is_taken(function) ? 1 : 0;
}

unsigned int vgpu_room(const struct function *function, const struct vgpu_type *type)
{
	int placement;

	return find_room(function, type, &placement);
}

int vgpu_take(struct vgpu *vgpu, const struct function *function, const struct vgpu_type *type)
{
	if (!find_room(function, type, &vgpu->placement))
		return -EIO;
	vgpu->function = function;
	vgpu->type = type;
	vgpu->misplaced = false;
	vgpu->opener = 0;
	vgpu->refused = 0;
	vgpu->params[0] = '\0';
	list_add_tail(&vgpu->all, &vgpus);
	return 0;
}

void vgpu_give_back(struct vgpu *vgpu)
{
	list_del(&vgpu->all);
	vgpu->type = NULL;
}

/* ---- opening: what a VM's start does ---- */

static bool is_whole_gpu(const struct vgpu *vgpu)
{
	return vgpu->type->max_instance == 1;
}

static char series(const struct vgpu *vgpu)
{
	return vgpu->type->name[strlen(vgpu->type->name) - 1];
}

static bool is_for_compute_or_workstations(const struct vgpu *vgpu)
{
	return series(vgpu) == 'C' || series(vgpu) == 'Q';
}

static bool may_share_a_vm(const struct vgpu *one, const struct vgpu *other)
{
	if (one->function->gpu->card->fractional_multi_vgpu)
		return is_for_compute_or_workstations(one) && is_for_compute_or_workstations(other);
	return is_whole_gpu(one) && is_whole_gpu(other);
}

/* The number that the driver's log has for a failed start */
unsigned int vgpu_start_status(const struct vgpu *vgpu)
{
	return vgpu->misplaced ? 0x40 : 0;
}

static bool may_start(const struct vgpu *vgpu)
{
	struct vgpu *other;

	if (vgpu->misplaced)
		return false;
	list_for_each_entry(other, &vgpus, all)
		if (other != vgpu && other->opener == current->tgid && !may_share_a_vm(vgpu, other))
			return false;
	return true;
}

int vgpu_start(struct vgpu *vgpu)
{
	if (!may_start(vgpu)) {
		vgpu->refused = current->tgid;
		return -EIO;
	}
	vgpu->opener = current->tgid;
	return 0;
}

/* A vGPU a line: its device, its type, who has it open, whose start was refused. */
int vgpu_starts(char *buf)
{
	const struct vgpu *vgpu;
	int length = 0;

	list_for_each_entry(vgpu, &vgpus, all)
		length += sysfs_emit_at(buf, length, "%s %s %d %d\n", vgpu->name, vgpu->type->id, vgpu->opener,
					vgpu->refused);
	return length;
}

/* ---- parameters ---- */

static bool may_lie_at(const struct vgpu *vgpu, unsigned int place)
{
	const struct gpu *gpu = vgpu->function->gpu;
	const struct placements *places = placements_of(gpu->card, vgpu->type);
	unsigned int i;

	for (i = 0; gpu->mixed_size && places && i < places->count; i++)
		if (places->ids[i] == place)
			return place_is_free(gpu, vgpu->type, place, vgpu);
	return false;
}

/* A place that the vGPU cannot have is accepted here, and refused when a VM starts with it. */
static void move_as_wished(struct vgpu *vgpu)
{
	const char *wish = strstr(vgpu->params, "vgpu-placement-id=");
	unsigned int place;

	vgpu->misplaced = false;
	if (!wish)
		return;
	vgpu->misplaced = sscanf(wish, "vgpu-placement-id=%u", &place) != 1 || !may_lie_at(vgpu, place);
	if (!vgpu->misplaced)
		vgpu->placement = place;
}

/* name=value, with commas between them */
static bool are_params(const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		size_t name = strcspn(text, "=, \n");
		size_t value = text[name] == '=' ? strcspn(text + name + 1, "=, \n") : 0;

		if (!name || !value)
			return false;
		text += name + 1 + value;
		if (text == end)
			return true;
		if (*text++ != ',')
			return false;
	}
	return false;
}

/* Replaces what was written before; a blank takes all parameters away. */
int vgpu_set_params(struct vgpu *vgpu, const char *buf)
{
	size_t length = strcspn(buf, "\n");
	bool clear = length == 1 && buf[0] == ' ';

	if (length >= PARAMS_MAX || (!clear && !are_params(buf, length)))
		return -EINVAL;
	if (vgpu->opener)
		return -EPERM;
	strscpy(vgpu->params, clear ? "" : buf, clear ? 1 : length + 1);
	move_as_wished(vgpu);
	return 0;
}
