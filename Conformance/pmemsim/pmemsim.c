// SPDX-License-Identifier: GPL-2.0-only
/*
 * pmemsim: an nvdimm bus over memory set aside (memmap=), with a book of the poison in its media.
 *
 * In debugfs, pmemsim/ has: inject and latent, to which "OFFSET LENGTH" in bytes is written (the
 * kernel is told of the first kind and not of the other); state, the poisoned sectors; heal, which
 * forgets all poison. The parameter clear_mode says what a clear does: 0 all of it, 2 its first
 * 256 bytes, 3 nothing, as it is not supported.
 */
#include <linux/bitmap.h>
#include <linux/debugfs.h>
#include <linux/libnvdimm.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/nd.h>
#include <linux/ndctl.h>
#include <linux/numa.h>
#include <linux/platform_device.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#define SECTOR 512ULL
#define UNIT 256

enum { CLEAR_ALL = 0, CLEAR_PART = 2, CLEAR_NOTHING = 3 };
enum { LATENT, INJECT, HEAL };

static unsigned long long start = 0x20000000, size = 0x20000000;
module_param(start, ullong, 0444);
module_param(size, ullong, 0444);
static unsigned int clear_mode;
module_param(clear_mode, uint, 0644);

static struct platform_device *platform;
static struct nvdimm_bus *bus;
static struct nvdimm_bus_descriptor descriptor;
static struct nd_region *region;
static struct resource memory;
static struct dentry *folder;
static unsigned long *media;
static DEFINE_SPINLOCK(lock);

static int clear_error(struct nd_cmd_clear_error *command)
{
	u64 offset = command->address - start, length = command->length, sector;

	if (clear_mode == CLEAR_NOTHING)
		return -ENOTTY;
	if (clear_mode == CLEAR_PART && length > UNIT)
		length = UNIT;
	if (command->address < start || offset + length > size)
		return -ENXIO;
	spin_lock(&lock);
	for (sector = offset; sector + SECTOR <= offset + length; sector += SECTOR)
		clear_bit(sector / SECTOR, media);
	spin_unlock(&lock);
	command->status = 0;
	command->cleared = length;
	return 0;
}

static int control(struct nvdimm_bus_descriptor *of, struct nvdimm *dimm, unsigned int command,
		   void *buffer, unsigned int length, int *status)
{
	struct nd_cmd_ars_cap *capability = buffer;

	if (dimm)
		return -ENOTTY;
	*status = 0;
	switch (command) {
	case ND_CMD_ARS_CAP:
		capability->status = ND_ARS_PERSISTENT << 16;
		capability->max_ars_out = 4096;
		capability->clear_err_unit = UNIT;
		return 0;
	case ND_CMD_CLEAR_ERROR:
		return clear_error(buffer);
	default:
		return -ENOTTY;
	}
}

static ssize_t change(struct file *file, const char __user *text, size_t count, loff_t *position)
{
	char line[64];
	unsigned long long offset, length, sector;
	long what = (long)file_inode(file)->i_private;

	if (count >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, text, count))
		return -EFAULT;
	line[count] = 0;
	if (what == HEAL) {
		spin_lock(&lock);
		bitmap_zero(media, size / SECTOR);
		spin_unlock(&lock);
		return count;
	}
	if (sscanf(line, "%lli %lli", &offset, &length) != 2 || !length || offset + length > size)
		return -EINVAL;
	spin_lock(&lock);
	for (sector = offset / SECTOR; sector <= (offset + length - 1) / SECTOR; sector++)
		set_bit(sector, media);
	spin_unlock(&lock);
	if (what == INJECT) {
		nvdimm_bus_add_badrange(bus, start + offset, length);
		nvdimm_region_notify(region, NVDIMM_REVALIDATE_POISON);
	}
	return count;
}

static const struct file_operations change_fops = {
	.owner = THIS_MODULE, .open = simple_open, .write = change,
};

static int state_show(struct seq_file *file, void *unused)
{
	unsigned long first, end, count = size / SECTOR;

	for (first = find_first_bit(media, count); first < count;
	     first = find_next_bit(media, count, end)) {
		end = find_next_zero_bit(media, count, first);
		seq_printf(file, "%lu %lu\n", first, end - first);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

static int __init pmemsim_init(void)
{
	struct nd_region_desc range = {};

	media = vzalloc(BITS_TO_LONGS(size / SECTOR) * sizeof(long));
	if (!media)
		return -ENOMEM;
	platform = platform_device_register_simple("pmemsim", -1, NULL, 0);
	if (IS_ERR(platform))
		goto no_platform;
	descriptor.provider_name = "pmemsim";
	descriptor.module = THIS_MODULE;
	descriptor.ndctl = control;
	descriptor.cmd_mask = BIT(ND_CMD_ARS_CAP) | BIT(ND_CMD_CLEAR_ERROR);
	bus = nvdimm_bus_register(&platform->dev, &descriptor);
	if (!bus)
		goto no_bus;
	memory.start = start;
	memory.end = start + size - 1;
	memory.flags = IORESOURCE_MEM;
	memory.name = "pmemsim";
	range.res = &memory;
	range.numa_node = 0;
	range.target_node = NUMA_NO_NODE;
	set_bit(ND_REGION_PAGEMAP, &range.flags);
	region = nvdimm_pmem_region_create(bus, &range);
	if (!region)
		goto no_region;
	folder = debugfs_create_dir("pmemsim", NULL);
	debugfs_create_file("latent", 0200, folder, (void *)LATENT, &change_fops);
	debugfs_create_file("inject", 0200, folder, (void *)INJECT, &change_fops);
	debugfs_create_file("heal", 0200, folder, (void *)HEAL, &change_fops);
	debugfs_create_file("state", 0400, folder, NULL, &state_fops);
	return 0;

no_region:
	nvdimm_bus_unregister(bus);
no_bus:
	platform_device_unregister(platform);
no_platform:
	vfree(media);
	return -ENXIO;
}

static void __exit pmemsim_exit(void)
{
	debugfs_remove_recursive(folder);
	nvdimm_bus_unregister(bus);
	platform_device_unregister(platform);
	vfree(media);
}

module_init(pmemsim_init);
module_exit(pmemsim_exit);
MODULE_LICENSE("GPL v2");
MODULE_DESCRIPTION("an nvdimm bus with poison that can be injected and cleared");
