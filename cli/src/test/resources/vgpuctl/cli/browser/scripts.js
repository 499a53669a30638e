// Tests of the console's pure functions, run in the browser that runs them. Gives what failed.

async (base) => {
    const [scale, api, words, doctor, create, plan, asked] = await Promise.all(
        ['scale', 'api', 'words', 'page-doctor', 'create', 'page-plan', 'page-fleet'].map((name) => import(`${base}/${name}.js`)));
    const failed = [];
    let count = 0;
    const same = (name, got, wanted) => {
        count++;
        if (JSON.stringify(got) !== JSON.stringify(wanted)) failed.push(`${name}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
    };

    same('sizes', [0, 512, 12288, null].map(scale.gb), ['0 GB', '0.5 GB', '12 GB', '–']);
    same('of a whole fleet', scale.gb(4002 * 49152), '188 TB');
    same('how full', [0, 0.01, 0.25, 0.5, 0.99, 1, 1.2].map(scale.heat), [0, 1, 2, 3, 4, 5, 5]);
    const cardOf = (model, used, vgpus, more) => ({ gpu: model, model, framebufferMib: 100, framebufferUsedMib: used, vgpus, ...more });
    const fleet = [
        { host: 'n10', group: 'r2', state: 'open', gpus: [cardOf('A40', 0, 0), cardOf('L40', 100, 4)] },
        { host: 'n9', group: 'r1', state: 'closed', gpus: [cardOf('A40', 50, 1)] },
        { host: 'x', state: 'cordoned', gpus: [cardOf('A40', 0, 0, { unusable: 'broken' })] },
    ];
    const left = (filter) => scale.hostsFiltered(fleet, filter).map((h) => [h.host, h.shown.length]);
    same('all hosts, by name and number', left({}), [['n9', 1], ['n10', 2], ['x', 1]]);
    same('all cards of a host are the host\'s own list', scale.hostsFiltered(fleet, {})[1].shown === fleet[0].gpus, true);
    same('by group', left({ text: 'R1' }), [['n9', 1]]);
    same('by model', left({ model: 'L40' }), [['n10', 1]]);
    same('by state of hosts', left({ which: 'cordoned' }), [['x', 1]]);
    same('by state of cards', ['empty', 'in use', 'with room', 'full', 'unusable'].map((which) => left({ which })),
        [[['n10', 1]], [['n9', 1], ['n10', 1]], [['n9', 1], ['n10', 1]], [['n10', 1]], [['x', 1]]]);
    same('what is shown, together', scale.sumOf(scale.hostsFiltered(fleet, { model: 'A40' })), { cards: 3, vgpus: 1, used: 50, total: 300 });
    same('in groups, those of none last', scale.inGroups(scale.hostsFiltered(fleet, {})).map(([group, of]) => [group, of.length]), [['r1', 1], ['r2', 1], ['', 1]]);
    const wish = { by: 'type', need: 8, use: 'compute', type: 'A40-8Q', count: 1, vm: ' ml ', owner: '', claim: '', on: 'h1, h2', 'not-on': '', groups: '', model: '', gpus: 'any', apart: '', policy: '' };
    same('a request says only what is wanted', asked.wishBody(wish), { type: 'A40-8Q', vm: 'ml', on: ['h1', 'h2'] });
    same('or all of it', asked.wishBody({ ...wish, by: 'need', count: 3, on: '', 'not-on': 'h3', groups: 'r1 r2', model: 'A40', gpus: 'same', apart: 'db', policy: 'pack', owner: 'o' }),
        { need: '8G', use: 'compute', count: 3, vm: 'ml', owner: 'o', apart: 'db', 'not-on': ['h3'], groups: ['r1', 'r2'], models: ['A40'], gpus: 'same', policy: 'pack' });

    same('a scale ends where the card ends', scale.ticks(48), [0, 8, 16, 24, 32, 40, 48]);
    same('odd cards too', scale.ticks(94).at(-1), 94);
    same('marks where slices meet', scale.ticks(48, 12), [0, 12, 24, 36, 48]);
    same('no card, no marks', scale.ticks(0), []);
    for (let total = 1; total <= 200; total++) {
        const marks = scale.ticks(total);
        count++;
        if (marks[0] !== 0 || marks.at(-1) !== total || marks.length > 8 || marks.some((m, i) => i && m <= marks[i - 1])) failed.push(`marks of ${total}: ${marks}`);
    }
    same('letters as gpus --map has them', [0, 25, 26].map(scale.letter), ['A', 'Z', 'a']);

    const card = (more) => ({ gpu: 'g', framebufferMib: 49152, mode: 'equal-size', mig: { state: 'off', instances: [] }, ...more });
    const vgpu = (uuid, gb, more) => ({ uuid, gpu: 'g', active: true, framebufferMib: gb * 1024, placementId: null, gpuInstance: null, ...more });
    const places = (drawn) => drawn.slices.map((s) => [s.vgpu.uuid ?? s.vgpu.type, s.start, s.size, s.exact]);

    const row = scale.lay(card(), [vgpu('a', 12), vgpu('b', 12), vgpu('off', 12, { active: false }), vgpu('else', 12, { gpu: 'h' })]);
    same('without places, one after the other', places(row), [['a', 0, 12, false], ['b', 12, 12, false]]);
    same('what is free', row.free, [{ start: 24, size: 24 }]);

    const mixed = scale.lay(card({ mode: 'mixed-size' }), [vgpu('b', 8, { placementId: 16 }), vgpu('a', 4, { placementId: 0 })]);
    same('with places, there', places(mixed), [['a', 0, 4, true], ['b', 16, 8, true]]);
    same('gaps between them', mixed.free, [{ start: 4, size: 12 }, { start: 24, size: 24 }]);

    const mig = card({ framebufferMib: 40960, mode: 'mig', mig: { state: 'on', instances: [{ id: 2, profile: '3g.20gb', start: 4, size: 4 }, { id: 1, profile: '2g.10gb', start: 0, size: 2 }] } });
    const cut = scale.lay(mig, [vgpu('x', 20, { gpuInstance: 2 }), vgpu('y', 20, { gpuInstance: 2 })], 8);
    same('instances to scale', cut.instances.map((i) => [i.profile, i.start, i.size]), [['2g.10gb', 0, 10], ['3g.20gb', 20, 20]]);
    same('two in one instance share it', places(cut), [['x', 20, 10, true], ['y', 30, 10, true]]);
    same('what no instance has is free', cut.free, [{ start: 10, size: 10 }]);

    const wished = scale.lay(card(), [vgpu('a', 12)], 8, [{ gpu: 'g', type: 'T', mode: 'equal-size', framebufferMib: 12288 }]);
    same('what is planned comes after what is there', wished.slices.map((s) => [s.start, s.planned]), [[0, false], [12, true]]);
    const placed = scale.lay(card({ mode: 'mixed-size' }), [vgpu('a', 4, { placementId: 0 })], 8, [{ gpu: 'g', type: 'T', placementId: 32, framebufferMib: 16384 }]);
    same('what is planned with a place lies there', placed.slices.map((s) => s.start), [0, 32]);
    same('one size or several', [scale.oneSize(row.slices), scale.oneSize(mixed.slices), scale.oneSize([])], [12, 0, 0]);

    for (let seed = 1; seed <= 100; seed++) {
        let state = seed;
        const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return state % n; };
        const all = [];
        for (let at = random(3); at < 40; at += random(4)) { const size = 1 + random(6); all.push(vgpu(`v${at}`, size, { placementId: at })); at += size; }
        const drawn = scale.lay(card({ mode: 'mixed-size' }), all);
        const covered = [...drawn.slices, ...drawn.free].sort((a, b) => a.start - b.start);
        let end = 0;
        count++;
        for (const piece of covered) { if (Math.abs(piece.start - end) > 1e-6) failed.push(`seed ${seed}: a hole at ${end}`); end = piece.start + piece.size; }
        if (end < 48) failed.push(`seed ${seed}: ends at ${end}`);
    }

    const looks = scale.looks(Array.from({ length: 32 }, (_, i) => `vm-${i}`));
    same('32 VMs, 32 looks', new Set([...looks.values()].map((l) => `${l.colour} ${l.pattern}`)).size, 32);

    const minute = new scale.Minute(60);
    for (let s = 0; s < 100; s++) minute.add(s, [s, null]);
    const [times, use, none] = minute.columns(2);
    same('a minute is kept', [times[0], times.at(-1), use.at(-1), none.at(-1)], [39, 99, 99, null]);

    const layout = { apiVersion: 'vgpuctl/v1', gpus: [{ gpu: '0000:82:00.0', vgpus: [{ name: 'ml', type: 'A40-12C', autostart: false, params: {} }] }], none: [] };
    same('a layout as a person writes it', scale.yamlDocument(layout),
        'apiVersion: vgpuctl/v1\ngpus:\n  - gpu: 0000:82:00.0\n    vgpus:\n      - name: ml\n        type: A40-12C\n        autostart: false\n        params: {}\nnone: []\n');
    same('what YAML would misread is quoted', ['yes', '12', '1e3', 'a: b', '- x', '', 'null', '#1', 'ends:'].map((v) => scale.yamlDocument({ v })),
        ['"yes"', '"12"', '"1e3"', '"a: b"', '"- x"', '""', '"null"', '"#1"', '"ends:"'].map((v) => `v: ${v}\n`));

    const text = 'apiVersion: vgpuctl/v1\ngpus:\n  - gpu: 82:00.0\n    vgpus:\n      - name: ml\n        type: A40\n    mode: mig\n';
    const at = (words) => scale.yamlPath(text, text.indexOf(words) + 1);
    same('where one writes', ['apiVersion', '- gpu', '- name', 'type', 'mode'].map(at),
        [['apiVersion'], ['gpus', 'gpu'], ['gpus', 'vgpus', 'name'], ['gpus', 'vgpus', 'type'], ['gpus', 'mode']]);
    const schema = { properties: { gpus: { items: { $ref: '#/$defs/gpu' } } }, $defs: { gpu: { properties: { mode: { description: 'How', enum: ['mig'] } } } } };
    same('what the schema says there', scale.schemaAt(schema, ['gpus']).keys, { mode: { description: 'How', values: ['mig'] } });
    same('its values', scale.schemaAt(schema, ['gpus', 'mode']).values, ['mig']);
    same('nothing where it knows nothing', scale.schemaAt(schema, ['x', 'y']), { description: '', values: [], keys: {} });

    same('an event', api.parse('event: vgpu-added\nid: r-1\ndata: {"a":1}'), { kind: 'vgpu-added', id: 'r-1', data: { a: 1 } });
    same('a sign of life is none', api.parse(':'), null);

    words.setLanguage('zh');
    same('another language', words.t('{free} of {all} free', { free: '1 GB', all: '2 GB' }), '空闲 1 GB / 2 GB');
    words.setLanguage('en');
    same('what is not translated stays', words.t('No such {thing}', { thing: 'x' }), 'No such x');

    const there = [{ uuid: 'u1', name: 'ml', active: true, vms: [{ name: 'web' }] }, { uuid: 'u2', name: 'off', active: false, vms: [] }];
    same('fixes are the API’s changes', ['vgpuctl cleanup', 'vgpuctl stop ml', 'vgpuctl start off', 'vgpuctl detach u1 VM'].map((c) => doctor.fixOf(c, there).path),
        ['/v1/cleanup', '/v1/vgpus/u1/stop', '/v1/vgpus/u2/start', '/v1/vgpus/u1/detach']);
    same('and none where there is nothing to change', ['vgpuctl list', 'vgpuctl start ml', 'vgpuctl stop …', undefined].map((c) => doctor.fixOf(c, there)), [null, null, null, null]);

    same('a wish as the API takes it', create.body({ type: 'T', name: '', gpu: '', vms: ['a', 'b'], count: 2, autostart: false }), { type: 'T', vms: ['a', 'b'] });
    same('a question as the API takes it', plan.question({ by: 'need', need: 8, use: 'compute', count: 2, gpu: '', vms: [], spread: 'spread' }), { need: '8G', use: 'compute', count: 2, spread: true });
    return { count, failed };
}
