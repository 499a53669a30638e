// What is drawn, as numbers: pure functions of what the API answers.

export const MIB_PER_GB = 1024;

const STEPS = [1, 2, 4, 5, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96];

/** MiB as a person says it: 12 GB, 0.5 GB; of a whole fleet, 188 TB. */
export function gb(mib) {
    if (mib === null || mib === undefined) return '–';
    if (mib >= 10 * MIB_PER_GB ** 2) return `${Math.round(mib / MIB_PER_GB ** 2)} TB`;
    return `${Number((mib / MIB_PER_GB).toFixed(1))} GB`;
}

/** Where a scale of so many GB has its marks: few, evenly, at both ends, and where slices of one size meet. */
export function ticks(total, size = 0, most = 6) {
    if (!(total > 0)) return [];
    const step =
        (size > 0 && total % size === 0 && total / size <= 2 * most ? size : undefined) ??
        STEPS.find((s) => total % s === 0 && total / s <= most) ?? STEPS.find((s) => total / s <= most) ?? total;
    const marks = [];
    for (let at = 0; at < total; at += step) marks.push(at);
    // The last but one stays away from the end, which is always there.
    if (marks.length > 1 && total - marks[marks.length - 1] < step / 2) marks.pop();
    return [...marks, total];
}

/** The letter that stands for the nth vGPU, as `gpus --map` has it. */
export function letter(n) {
    return n < 26 ? String.fromCharCode(65 + n) : String.fromCharCode(97 + ((n - 26) % 26));
}

const onGpu = (gpu, vgpus) => vgpus.filter((v) => v.gpu === gpu.gpu);

/**
 * What lies where on a card, in GB: slices in their places where the driver names some, else one after the other.
 * `extra` are vGPUs that a plan would add.
 *
 * The answer: total; slices {vgpu, start, size, exact, planned}; instances {id, profile, start, size, planned};
 * free {start, size}.
 */
export function lay(gpu, vgpus, positions = 8, extra = []) {
    const total = (gpu.framebufferMib ?? 0) / MIB_PER_GB;
    const active = onGpu(gpu, vgpus).filter((v) => v.active);
    const planned = extra.filter((v) => v.gpu === gpu.gpu);
    const mig = gpu.mode === 'mig' || planned.some((v) => v.mode === 'mig');
    const instances = mig ? instancesOf(gpu, total, positions, planned) : [];
    const slices = mig ? inInstances(active, planned, instances) : inRow(active, planned);
    return { total, slices, instances, free: free(total, mig ? instances : slices) };
}

const sizeOf = (v) => (v.framebufferMib ?? 0) / MIB_PER_GB;

const isPlaced = (v) => v.placementId !== null && v.placementId !== undefined;

/** Those with a place lie there, the others behind the last of them. */
function inRow(active, planned) {
    const all = [...active.map((vgpu) => ({ vgpu, planned: false })), ...planned.map((vgpu) => ({ vgpu, planned: true }))];
    const slices = all.filter(({ vgpu }) => isPlaced(vgpu)).map((s) => ({ ...s, start: s.vgpu.placementId, size: sizeOf(s.vgpu), exact: true }));
    let next = slices.reduce((end, s) => Math.max(end, s.start + s.size), 0);
    for (const s of all.filter(({ vgpu }) => !isPlaced(vgpu))) {
        slices.push({ ...s, start: next, size: sizeOf(s.vgpu), exact: false });
        next += sizeOf(s.vgpu);
    }
    return slices.sort((a, b) => a.start - b.start);
}

function instancesOf(gpu, total, positions, planned) {
    const unit = total / positions;
    const all = (gpu.mig?.instances ?? []).map((i) => ({
        id: i.id, profile: i.profile, start: i.start * unit, size: i.size * unit, planned: false,
    }));
    for (const v of planned) {
        if (v.instance && v.instanceIsNew) {
            all.push({
                id: `new-${v.instance.start}`, profile: v.instance.profile, start: v.instance.start * unit,
                size: Math.max(sizeOf(v), unit), planned: true,
            });
        }
    }
    return all.sort((a, b) => a.start - b.start);
}

/** Several in one instance share it evenly. */
function inInstances(active, planned, instances) {
    const slices = [];
    for (const instance of instances) {
        const here = active.filter((v) => v.gpuInstance === instance.id).map((v) => [v, false]);
        for (const v of planned) {
            const same = v.instance && Math.abs((v.instance.start ?? -1) - instance.start) < 1e-9;
            if (instance.id === `new-${v.instance?.start}` || (same && !v.instanceIsNew)) here.push([v, true]);
        }
        here.forEach(([vgpu, isPlanned], i) =>
            slices.push({
                vgpu, start: instance.start + (instance.size * i) / here.length, size: instance.size / here.length,
                exact: true, planned: isPlanned,
            }));
    }
    return slices;
}

/** The room between what is taken. */
export function free(total, taken) {
    const gaps = [];
    let at = 0;
    for (const t of [...taken].sort((a, b) => a.start - b.start)) {
        if (t.start - at > 1e-6) gaps.push({ start: at, size: t.start - at });
        at = Math.max(at, t.start + t.size);
    }
    if (total - at > 1e-6) gaps.push({ start: at, size: total - at });
    return gaps;
}

/** The size that all slices have; 0 where they have several, or there are none. */
export function oneSize(slices) {
    const size = slices[0]?.size ?? 0;
    return slices.every((s) => s.size === size) ? size : 0;
}

/** Part of a whole as a length that CSS takes. */
export const percent = (part, whole) => `${whole > 0 ? +((100 * part) / whole).toFixed(4) : 0}%`;

/** The colour and the pattern of each VM: eight colours, then the same with another pattern. */
export function looks(vms) {
    const all = new Map();
    [...vms].sort().forEach((name, i) => all.set(name, { colour: i % 8, pattern: (i + Math.floor(i / 8)) % 4 }));
    return all;
}

/** How full, in five steps and empty: what a person tells apart. */
export const heat = (share) => (share <= 0 ? 0 : share >= 1 ? 5 : Math.min(4, 1 + Math.floor(share * 4)));

const byName = new Intl.Collator('en', { numeric: true }).compare;

const CARD_STATES = {
    empty: (gpu) => !gpu.unusable && gpu.vgpus === 0,
    'in use': (gpu) => gpu.vgpus > 0,
    'with room': (gpu) => !gpu.unusable && gpu.framebufferUsedMib < gpu.framebufferMib,
    full: (gpu) => gpu.framebufferUsedMib >= gpu.framebufferMib,
    unusable: (gpu) => Boolean(gpu.unusable),
};

/** The hosts that a filter leaves, with the cards of each that it leaves: {host, group, of, shown}. */
export function hostsFiltered(hosts, { text = '', model = '', which = '' }) {
    const words = text.trim().toLowerCase();
    const card = CARD_STATES[which];
    const found = [];
    for (const host of hosts) {
        if (words && !host.host.toLowerCase().includes(words) && !host.group?.toLowerCase().includes(words)) continue;
        if (which && !card && host.state !== which) continue;
        // Most often all are left: then it is the same array, and nothing is drawn anew.
        const shown = card || model ? host.gpus.filter((gpu) => (!model || gpu.model === model) && (!card || card(gpu))) : host.gpus;
        if ((card || model) && !shown.length) continue;
        found.push({ host: host.host, group: host.group ?? '', of: host, shown });
    }
    return found.sort((a, b) => byName(a.host, b.host));
}

/** What the cards that are shown have together: {cards, vgpus, used, total}, in MiB. */
export function sumOf(hosts) {
    const sum = { cards: 0, vgpus: 0, used: 0, total: 0 };
    for (const { shown } of hosts) {
        for (const gpu of shown) {
            sum.cards++;
            sum.vgpus += gpu.vgpus;
            sum.used += gpu.framebufferUsedMib;
            sum.total += gpu.framebufferMib;
        }
    }
    return sum;
}

/** Hosts by group, those of none last: [[group, hosts], …]. */
export function inGroups(hosts) {
    const groups = new Map();
    for (const host of hosts) {
        if (!groups.has(host.group)) groups.set(host.group, []);
        groups.get(host.group).push(host);
    }
    return [...groups].sort(([a], [b]) => (a === '') - (b === '') || byName(a, b));
}

/** The last minute of some figures: rows of time and values, oldest first. */
export class Minute {
    constructor(seconds = 60) {
        this.seconds = seconds;
        this.rows = [];
    }

    add(time, values) {
        this.rows.push([time, ...values]);
        while (this.rows.length && this.rows[0][0] < time - this.seconds) this.rows.shift();
    }

    /** As uPlot takes it: an array of times, and one for each figure. */
    columns(count) {
        const columns = Array.from({ length: count + 1 }, () => []);
        for (const row of this.rows) for (let i = 0; i <= count; i++) columns[i].push(row[i] ?? null);
        return columns;
    }
}

const PLAIN = /^[A-Za-z0-9_]([A-Za-z0-9_./@+:-]*[A-Za-z0-9_])?$/;
const WORDS = /^(true|false|yes|no|on|off|null|~)$/i;

function scalar(value) {
    if (typeof value !== 'string') return String(value);
    return PLAIN.test(value) && !WORDS.test(value) && Number.isNaN(Number(value)) ? value : JSON.stringify(value);
}

/** JSON as YAML that a person edits: what a layout needs of it. */
export function yaml(value, indent = '') {
    if (Array.isArray(value)) {
        if (!value.length) return ' []\n';
        return '\n' + value.map((item) => `${indent}- ${yamlItem(item, indent + '  ')}`).join('');
    }
    if (value && typeof value === 'object') {
        const keys = Object.keys(value);
        if (!keys.length) return ' {}\n';
        return '\n' + keys.map((k) => `${indent}${scalar(k)}:${yaml(value[k], indent + '  ')}`).join('');
    }
    return ` ${scalar(value)}\n`;
}

function yamlItem(item, indent) {
    if (item && typeof item === 'object') return yaml(item, indent).trimStart();
    return `${scalar(item)}\n`;
}

export const yamlDocument = (value) => yaml(value).replace(/^\n/, '');

/** The keys that lead to a line of YAML, outermost first: ['gpus', 'vgpus', 'type']. Lists have no name. */
export function yamlPath(text, offset) {
    const lines = text.slice(0, offset).split('\n');
    const current = lines.length - 1;
    lines[current] = text.split('\n')[current];
    const path = [];
    let limit = Infinity;
    for (let n = current; n >= 0; n--) {
        const match = /^([\s-]*)(?:"?([\w-]+)"?\s*:)?/.exec(lines[n]);
        if (!lines[n].trim() && n !== current) continue;
        const depth = match[1].length;
        if (n === current && !match[2]) {
            limit = depth === 0 && lines[n].trim() === '' ? lines[n].length : depth;
            if (limit === 0) return [];
            continue;
        }
        if (match[2] && depth < limit) {
            path.unshift(match[2]);
            // Keys beside it, of the same item, are as deep.
            limit = lines[n].search(/[^\s]/) < depth ? lines[n].search(/[^\s]/) + 1 : depth;
        }
        if (limit <= 0) break;
    }
    return path;
}

/** What a schema says at a path: {description, keys: {name: {description, values}}, values}. */
export function schemaAt(schema, path) {
    const follow = (s) => {
        while (s?.$ref) {
            const found = s.$ref.split('/').slice(1).reduce((at, key) => at?.[key], schema);
            s = { ...found, ...(s.description ? { description: s.description } : {}) };
        }
        return s ?? {};
    };
    const object = (s) => {
        s = follow(s);
        if (s.properties) return s;
        if (s.items) return object(s.items);
        for (const other of s.anyOf ?? s.allOf ?? s.oneOf ?? []) {
            const found = object(other);
            if (found.properties) return found;
        }
        return s;
    };
    const values = (s) => {
        s = follow(s);
        return s.enum ?? s.examples ?? (s.const === undefined ? (s.type === 'boolean' ? [true, false] : []) : [s.const]);
    };
    let at = schema;
    for (const key of path) at = object(at).properties?.[key] ?? {};
    const here = follow(at);
    const keys = {};
    for (const [name, s] of Object.entries(object(at).properties ?? {})) {
        keys[name] = { description: follow(s).description ?? '', values: values(s) };
    }
    return { description: here.description ?? '', values: values(at), keys };
}
