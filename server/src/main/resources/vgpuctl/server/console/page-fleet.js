// Fleet: all cards of all hosts at a glance, one host, the claims, and a request with what would become of it.

import { useEffect, useState } from 'preact/hooks';
import { ask, get } from './api.js';
import { Bar } from './bar.js';
import { fleet, loadFleet, subscribeFleet } from './fleet.js';
import { HeatMap } from './heat.js';
import { Change, Chip, Empty, html, Loading, Problem, useAnswer, useLive } from './ui.js';
import { may } from './live.js';
import { gb, hostsFiltered, looks, sumOf } from './scale.js';
import { t } from './words.js';

const USES = ['compute', 'workstation', 'desktop', 'apps'];
const KINDS = { closed: 'bad', cordoned: 'warn', open: '' };
const CARRIES = { waits: 'warn', 'in part': 'bad', 'carried out': '' };

const at = (...parts) => `#/fleet/${parts.map(encodeURIComponent).join('/')}`;

function useFleet() {
    const [, redraw] = useState(0);
    useEffect(() => {
        if (!fleet.loaded) loadFleet();
        return subscribeFleet(() => redraw((n) => n + 1));
    }, []);
    return fleet;
}

const PARTS = [['', 'Cards'], ['claims', 'Claims'], ['request', 'Request'], ['room', 'More room']];

function Parts({ shown }) {
    return html`<ul class="parts" aria-label=${t('Parts of the fleet')}>${PARTS.map(([path, label]) => html`<li key=${path}>
        <a href=${path ? at(path) : '#/fleet'} aria-current=${path === shown ? 'true' : undefined}>${t(label)}</a></li>`)}</ul>`;
}

export function FleetPage({ parts }) {
    const { loaded, trouble } = useFleet();
    const [shown = '', id = ''] = parts;
    const Shown = { '': Cards, host: Host, claims: Claims, request: Wanted, room: Room }[shown];
    return html`<${Parts} shown=${shown} />
        ${trouble && html`<${Problem} problem=${trouble} again=${loadFleet} />`}
        ${!loaded ? !trouble && html`<${Loading} />`
            : Shown ? html`<${Shown} key=${id} id=${id} />` : html`<${Empty} title=${t('There is no such page.')}><p><a href="#/fleet">${t('Fleet')}</a></p></${Empty}>`}`;
}

// ---- all cards ----

const HOSTS = ['open', 'cordoned', 'closed'];
const CARDS = ['empty', 'in use', 'with room', 'full', 'unusable'];

function Cards() {
    const [filter, set] = useState({ text: '', model: '', which: '' });
    const put = (more) => set((old) => ({ ...old, ...more }));
    const all = [...fleet.hosts.values()];
    const found = hostsFiltered(all, filter);
    const sum = sumOf(found);
    if (!all.length) return html`<${Empty} title=${t('No host has joined the fleet yet.')}></${Empty}>`;
    return html`
        <form class="filters" onSubmit=${(e) => e.preventDefault()} aria-label=${t('Filter')}>
            <label>${t('Host or group')} <input type="search" value=${filter.text} onInput=${(e) => put({ text: e.target.value })} /></label>
            <label>${t('Model')} <select value=${filter.model} onChange=${(e) => put({ model: e.target.value })}><option value="">${t('any')}</option>
                ${fleet.models.map((m) => html`<option value=${m.model}>${m.model} · ${m.gpus}</option>`)}</select></label>
            <label>${t('State')} <select value=${filter.which} onChange=${(e) => put({ which: e.target.value })}><option value="">${t('any')}</option>
                <optgroup label=${t('Cards')}>${CARDS.map((s) => html`<option value=${s}>${t(s)}</option>`)}</optgroup>
                <optgroup label=${t('Hosts')}>${HOSTS.map((s) => html`<option value=${s}>${t(s)}</option>`)}</optgroup></select></label>
        </form>
        <dl class="tiles" aria-live="off">
            <div><dt>${t('Hosts')}</dt><dd>${found.length}</dd></div>
            <div><dt>${t('Cards')}</dt><dd>${sum.cards}</dd></div>
            <div><dt>${t('Frame buffer in use')}</dt><dd>${sum.total ? Math.round((100 * sum.used) / sum.total) : 0} % <span class="dim">${t('of {all}', { all: gb(sum.total) })}</span></dd></div>
            <div><dt>vGPU</dt><dd>${sum.vgpus}</dd></div>
        </dl>
        ${found.length ? html`<${HeatMap} hosts=${found} own=${fleet.host} />` : html`<p class="note" role="status">${t('No host is left by this filter.')}</p>`}
        <p class="note">${t('Store:')} <code>${fleet.store}</code></p>`;
}

// ---- a host ----

/** The vGPUs of a host as a bar draws them. */
const drawnOf = (host) => [
    ...host.claims.flatMap((c) => c.vgpus.map((v) => ({ ...v, active: true, name: c.claim, vm: c.vm, of: c.claim }))),
    ...host.gpus.flatMap((g) => g.others.map((v) => ({ ...v, active: true, name: v.uuid.slice(0, 8) }))),
];

function lookOfClaims(host) {
    const all = looks(host.claims.map((c) => c.claim));
    return (vgpu) => {
        const look = all.get(vgpu.of);
        return look ? `c${look.colour} p${look.pattern}` : 'none';
    };
}

function Card({ host, gpu, extra = [] }) {
    const free = gpu.framebufferMib - gpu.framebufferUsedMib;
    return html`<section class="card" aria-label="${host.host} ${gpu.gpu}">
        <header><h2><span class="mono">${gpu.gpu}</span> ${gpu.model}</h2>
            <span class="facts"><${Chip}>${t(gpu.mode === 'mixed-size' ? 'mixed sizes' : gpu.mode === 'MIG' ? 'MIG' : 'equal sizes')}</${Chip}>
                ${gpu.numaNode !== undefined && html`<${Chip}>NUMA ${gpu.numaNode}</${Chip}>`}</span>
            <span class="sum">${t('{free} of {all} free', { free: gb(free), all: gb(gpu.framebufferMib) })}</span></header>
        ${gpu.unusable && html`<${Problem} problem=${{ message: gpu.unusable }} />`}
        <${Bar} gpu=${gpu} extra=${extra} vgpus=${drawnOf(host)} look=${lookOfClaims(host)} href=${(v) => (v.of ? at('claims') : null)} />
    </section>`;
}

function Host({ id }) {
    const brief = fleet.hosts.get(id);
    const { answer: host, problem } = useAnswer(() => get(`/v1/fleet/hosts/${encodeURIComponent(id)}`), [id, brief]);
    const [change, setChange] = useState(null);
    if (!host) return problem ? html`<${Problem} problem=${problem} />` : html`<${Loading} />`;
    const cordoned = (brief ?? host).state === 'cordoned';
    const others = host.gpus.some((g) => g.others.length);
    return html`
        <header class="bare"><h2>${host.host}</h2>
            <span class="facts"><${Chip} kind=${KINDS[host.state]}>${t(host.state)}</${Chip}>
                ${host.host === fleet.host && html`<${Chip} kind="on">${t('this host')}</${Chip}>`}
                ${host.group && html`<${Chip}>${host.group}</${Chip}>`}
                ${Object.entries(host.labels ?? {}).map(([k, v]) => html`<${Chip}>${k}=${v}</${Chip}>`)}
                ${host.driver && html`<${Chip}>${t('driver')} ${host.driver}</${Chip}>`}
                ${host.interface && html`<${Chip}>${host.interface}</${Chip}>`}</span>
            <button disabled=${!may('administer')} onClick=${() => setChange(cordoning(host, !cordoned))}>${cordoned ? t('Uncordon …') : t('Cordon …')}</button>
        </header>
        <${Problem} problem=${problem} />
        ${host.notes.map((note) => html`<p class="banner warn" role="note">${note}</p>`)}
        <div>${host.gpus.map((gpu) => html`<${Card} key=${gpu.gpu} host=${host} gpu=${gpu} />`)}</div>
        ${others && html`<p class="note">${t('What is grey was made by others than the fleet; it takes room, and never moves.')}</p>`}
        <section><h2>${t('Claims')}</h2><${ClaimTable} claims=${host.claims} looks=${lookOfClaims(host)} act=${setChange} /></section>
        ${host.claims.length > 0 && html`<${Emptying} host=${host} />`}
        ${change && html`<${Change} change=${change} close=${() => setChange(null)} />`}`;
}

const cordoning = (host, on) => ({
    title: on ? t('Cordon {host}', { host: host.host }) : t('Uncordon {host}', { host: host.host }),
    method: 'POST', path: `/v1/fleet/hosts/${encodeURIComponent(host.host)}/cordon`, body: { on },
    verb: on ? t('Cordon') : t('Uncordon'),
});

// ---- claims ----

const releasing = (claim) => ({
    title: t('Release {claim}', { claim: claim.claim }), method: 'DELETE', path: `/v1/fleet/claims/${encodeURIComponent(claim.claim)}`,
    verb: t('Release'), danger: true,
});

function together(vgpus) {
    const counts = new Map();
    for (const v of vgpus) counts.set(`${v.type} · ${v.gpu}`, (counts.get(`${v.type} · ${v.gpu}`) ?? 0) + 1);
    return [...counts].map(([what, n]) => (n > 1 ? `${n} × ${what}` : what)).join(', ');
}

function ClaimTable({ claims, looks: look, act, withHost = false }) {
    if (!claims.length) return html`<p class="note">${t('No claims.')}</p>`;
    return html`<div class="scroll bare" tabindex="0" role="region" aria-label=${t('Claims')}><table>
        <thead><tr><th>${t('Claim')}</th>${withHost && html`<th>${t('Host')}</th>`}<th>vGPU</th><th>VM</th><th>${t('Owner')}</th><th>${t('State')}</th><th><span class="hidden">${t('Release')}</span></th></tr></thead>
        <tbody>${claims.map((c) => html`<tr key="${c.host} ${c.claim}">
            <th scope="row">${look && html`<span class="swatch ${look({ of: c.claim })}" aria-hidden="true"></span> `}${c.claim}</th>
            ${withHost && html`<td><a href=${at('host', c.host)}>${c.host}</a></td>`}
            <td class="what">${together(c.vgpus)}</td><td>${c.vm ?? '–'}</td><td>${c.owner ?? '–'}</td>
            <td><${Chip} kind=${CARRIES[c.state]}>${t(c.state)}</${Chip}></td>
            <td class="num"><button class="small danger" disabled=${!may('operate')} onClick=${() => act(releasing(c))}>${t('Release …')}</button></td></tr>`)}</tbody>
    </table></div>`;
}

const MOST_CLAIMS = 500;

function Claims() {
    const [text, setText] = useState('');
    const [change, setChange] = useState(null);
    const { answer, problem } = useAnswer(() => get('/v1/fleet/claims'), [fleet.version], 100);
    if (!answer) return problem ? html`<${Problem} problem=${problem} />` : html`<${Loading} />`;
    const wanted = text.trim().toLowerCase();
    const found = answer.claims.filter((c) => !wanted || [c.claim, c.host, c.vm, c.owner].some((word) => word?.toLowerCase().includes(wanted)));
    return html`
        <form class="filters" onSubmit=${(e) => e.preventDefault()}><label>${t('Filter')} <input type="search" value=${text} onInput=${(e) => setText(e.target.value)} /></label>
            <span class="dim" role="status">${t('{n} of {all}', { n: found.length, all: answer.claims.length })}</span></form>
        <${Problem} problem=${problem} />
        <${ClaimTable} claims=${found.slice(0, MOST_CLAIMS)} act=${setChange} withHost />
        ${found.length > MOST_CLAIMS && html`<p class="note">${t('The first {n} are shown: filter for the others.', { n: MOST_CLAIMS })}</p>`}
        ${change && html`<${Change} change=${change} close=${() => setChange(null)} />`}`;
}

// ---- moves ----

const INTERRUPTS = { none: 'nobody notices', migration: 'its VM migrates', restart: 'its VM is stopped and started' };

const placeOf = (place) => `${place.gpu}${place.placement === undefined ? '' : ` @ ${place.placement}`}`;

/** A plan of moves, and the command line that carries it out: it is there that the operator's hook moves VMs. */
function Moves({ plan, none, command }) {
    const { moves, left } = plan;
    if (!moves.length && !left.length) return html`<p class="note">${none}</p>`;
    return html`
        ${moves.length > 0 && html`<div class="scroll bare" tabindex="0" role="region" aria-label=${t('Moves')}><table>
            <thead><tr><th>${t('Claim')}</th><th>VM</th><th>vGPU</th><th>${t('From')}</th><th>${t('To')}</th><th>${t('Means')}</th></tr></thead>
            <tbody>${moves.map((m) => html`<tr key=${m.vgpu}><th scope="row">${m.claim}</th><td>${m.vm ?? '–'}</td><td>${m.type}</td>
                <td><a href=${at('host', m.from.host)}>${m.from.host}</a> <span class="mono">${placeOf(m.from)}</span></td>
                <td><a href=${at('host', m.to.host)}>${m.to.host}</a> <span class="mono">${placeOf(m.to)}</span></td>
                <td>${t(INTERRUPTS[m.interrupts])}</td></tr>`)}</tbody></table></div>`}
        ${left.length > 0 && html`<h3>${t('Stays')}</h3><ul class="plain">${left.map((l) => html`<li><strong>${l.claim}</strong>${l.vm && html` <span class="dim">${l.vm}</span>`}: ${l.why}</li>`)}</ul>`}
        ${moves.length > 0 && html`<p class="note">${t('To carry it out, step by step:')} <code>${command}</code></p>`}`;
}

function Emptying({ host }) {
    const [open, setOpen] = useState(false);
    const { answer: plan, problem } = useAnswer(() => (open ? get(`/v1/fleet/hosts/${encodeURIComponent(host.host)}/drain`) : null), [open, host.host, fleet.version], 150);
    return html`<details onToggle=${(e) => setOpen(e.target.open)}><summary>${t('What emptying this host would move')}</summary>
        <${Problem} problem=${problem} />
        ${plan ? html`<${Moves} plan=${plan} none=${t('It carries nothing.')} command=${`vgpuctl fleet drain ${host.host}`} />` : open && !problem && html`<${Loading} />`}</details>`;
}

function Room() {
    const { answer: plan, problem } = useAnswer(() => get('/v1/fleet/defragment'), [fleet.version], 150);
    return html`<section><h2>${t('What could move, for more room in one piece')}</h2><${Problem} problem=${problem} />
        ${plan ? html`<${Moves} plan=${plan} none=${t('No move would gain anything.')} command="vgpuctl fleet defragment" />` : !problem && html`<${Loading} />`}</section>`;
}

// ---- a request ----

const freshId = () => `claim-${(crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(13, '0')).slice(0, 13)}`;

const words = (text) => text.split(/[\s,]+/).filter(Boolean);

/** The body of a request; what goes without saying is left out. */
export function wishBody(wish) {
    const body = wish.by === 'type' ? { type: wish.type } : { need: `${wish.need}G`, use: wish.use };
    if (wish.count > 1) body.count = wish.count;
    for (const key of ['vm', 'owner', 'apart']) if (wish[key].trim()) body[key] = wish[key].trim();
    for (const key of ['on', 'not-on', 'groups']) if (words(wish[key]).length) body[key] = words(wish[key]);
    if (wish.model) body.models = [wish.model];
    if (wish.gpus !== 'any') body.gpus = wish.gpus;
    if (wish.policy) body.policy = wish.policy;
    return body;
}

const FIRST = { by: 'need', need: 8, use: 'compute', type: '', count: 1, vm: '', owner: '', claim: '', on: '', 'not-on': '', groups: '', model: '', gpus: 'any', apart: '', policy: '' };

function Wanted() {
    const [wish, set] = useState({ ...FIRST });
    const [made, setMade] = useState(freshId);
    const [change, setChange] = useState(null);
    const put = (more) => set((old) => ({ ...old, ...more }));
    const types = new Map(fleet.models.flatMap((m) => m.types.map((type) => [type.type, type.framebufferMib])));
    const largest = Math.max(1, ...[...types.values()].map((mib) => Math.floor(mib / 1024)));
    const ready = wish.by === 'need' || Boolean(wish.type);
    const body = wishBody(wish);
    const { answer: said, problem, busy } = useAnswer(() => (ready ? ask('POST', '/v1/fleet/place', body) : null), [JSON.stringify(body), fleet.version], 150);
    const claim = wish.claim.trim() || made;
    const claiming = () => setChange({
        title: t('Claim {claim}', { claim }), method: 'POST', path: '/v1/fleet/claims', body: { ...body, claim }, verb: t('Claim'),
        done: () => { setMade(freshId()); put({ claim: '' }); },
    });
    const text = (key, label, hint = '') => html`<label>${label} <input value=${wish[key]} placeholder=${hint} onInput=${(e) => put({ [key]: e.target.value })} /></label>`;
    return html`
        <form class="wish" onSubmit=${(e) => { e.preventDefault(); if (said?.placed && !busy && may('operate')) claiming(); }} aria-label=${t('What is wanted')}>
            <div class="filters plan">
                <fieldset class="switch"><legend class="hidden">${t('By')}</legend>
                    ${['need', 'type'].map((by) => html`<label><input type="radio" name="by" checked=${wish.by === by} onChange=${() => put({ by })} /><span>${by === 'need' ? t('By need') : t('By type')}</span></label>`)}</fieldset>
                ${wish.by === 'need'
                    ? html`<label class="range">${t('Frame buffer')} <input type="range" min="1" max=${largest} value=${wish.need} aria-valuetext="${wish.need} GB" onInput=${(e) => put({ need: e.target.valueAsNumber })} /><output>${wish.need} GB</output></label>
                        <label>${t('Use')} <select value=${wish.use} onChange=${(e) => put({ use: e.target.value })}>${USES.map((u) => html`<option value=${u}>${t(u)}</option>`)}</select></label>`
                    : html`<label>${t('Type')} <select name="type" value=${wish.type} onChange=${(e) => put({ type: e.target.value })}><option value="">${t('choose …')}</option>
                        ${fleet.models.map((m) => html`<optgroup label=${m.model}>${m.types.map((type) => html`<option value=${type.type}>${type.type}</option>`)}</optgroup>`)}</select></label>`}
                <label>${t('How many')} <input type="number" min="1" max="1024" value=${wish.count} onInput=${(e) => put({ count: Math.max(1, e.target.valueAsNumber || 1) })} /></label>
            </div>
            <div class="fields three">
                ${text('vm', t('For the VM'))}${text('owner', t('Owner'))}${text('claim', t('Claim'), made)}
            </div>
            <details><summary>${t('Where')}</summary><div class="fields three">
                ${text('groups', t('Only in the groups'))}${text('on', t('Only on the hosts'))}${text('not-on', t('Not on the hosts'))}${text('apart', t('Apart from claims with the word'))}
                <label>${t('Model')} <select value=${wish.model} onChange=${(e) => put({ model: e.target.value })}><option value="">${t('any')}</option>${fleet.models.map((m) => html`<option value=${m.model}>${m.model}</option>`)}</select></label>
                <label>${t('GPUs')} <select value=${wish.gpus} onChange=${(e) => put({ gpus: e.target.value })}><option value="any">${t('any')}</option><option value="same">${t('all on one GPU')}</option><option value="different">${t('each on another GPU')}</option></select></label>
                <label>${t('Policy')} <select value=${wish.policy} onChange=${(e) => put({ policy: e.target.value })}><option value="">${t('the usual one')}</option>${['pack', 'spread', 'reserve-large'].map((p) => html`<option value=${p}>${p}</option>`)}</select></label>
            </div></details>
            <div class="verdict" role="status" aria-busy=${busy}>
                <${Problem} problem=${problem} />
                ${!problem && said?.placed === true && html`<p class="good"><strong>✓ ${t('It fits.')}</strong></p>`}
                ${!problem && said?.placed === false && html`<p class="bad"><strong>✗ ${t('No host of the fleet can take it.')}</strong></p>`}
                ${!said && !problem && !busy && html`<p class="note">${t('Say what is wanted.')}</p>`}
            </div>
            ${said?.placed && html`<p class="acts"><button class="main" disabled=${Boolean(problem) || !may('operate')}>${t('Claim …')}</button></p>`}
        </form>
        ${!problem && said?.placed && html`<${Placed} said=${said} types=${types} />`}
        ${!problem && said?.placed === false && html`<${Refused} said=${said} />`}
        ${change && html`<${Change} change=${change} close=${() => setChange(null)} />`}`;
}

function Placed({ said, types }) {
    const hosts = [...new Set(said.vgpus.map((v) => v.host))];
    return html`<section><h2>${t('Where it would go, and why')}</h2><p class="note">${said.why}</p>
        ${hosts.map((id) => html`<${PlacedOn} key=${id} id=${id} vgpus=${said.vgpus.filter((v) => v.host === id)} types=${types} />`)}</section>`;
}

function PlacedOn({ id, vgpus, types }) {
    const { answer: host } = useAnswer(() => get(`/v1/fleet/hosts/${encodeURIComponent(id)}`), [id, fleet.hosts.get(id)]);
    const extra = vgpus.map((v) => ({ ...v, placementId: v.placement, framebufferMib: types.get(v.type) ?? 0 }));
    const gpus = new Set(vgpus.map((v) => v.gpu));
    const switched = new Set(vgpus.filter((v) => v.switched).map((v) => `${v.gpu} → ${t(v.mode === 'mixed-size' ? 'mixed sizes' : 'equal sizes')}`));
    return html`<h3><a href=${at('host', id)}>${id}</a> <span class="dim">${together(vgpus)}</span></h3>
        ${[...switched].map((s) => html`<p class="note">${s}</p>`)}
        ${host?.gpus.filter((g) => gpus.has(g.gpu)).map((gpu) => html`<${Card} key=${gpu.gpu} host=${host} gpu=${gpu} extra=${extra.filter((v) => v.gpu === gpu.gpu)} />`)}`;
}

function Refused({ said }) {
    const all = said.reasons.reduce((sum, r) => sum + r.hosts, 0);
    return html`<div class="two">
        <section><h2>${t('Why not, for each class of hosts')}</h2>
            ${said.reasons.length === 0 && html`<p class="note">${t('No host has joined the fleet yet.')}</p>`}
            <ul class="plain reasons">${said.reasons.map((r) => html`<li><span class="share"><span class="meter" aria-hidden="true"><i style=${{ width: `${(100 * r.hosts) / all}%` }}></i></span>
                ${r.hosts === 1 ? t('1 host') : t('{n} hosts', { n: r.hosts })}</span> <span>${r.sentence} ${r.example && html`<a class="dim" href=${at('host', r.example)}>${r.example}</a>`}</span></li>`)}</ul></section>
        <section><h2>${t('The cheapest change')}</h2><p>${said.cheapest ?? t('None was found: release something, or ask for less.')}</p></section></div>`;
}
