// All cards as small gauges, grouped by host: how full by colour and by height, the rest by signs.

import { Component } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { html } from './ui.js';
import { gb, heat, inGroups, sumOf } from './scale.js';
import { t } from './words.js';

const LARGE = { w: 22, h: 30, gap: 3, row: 8 };
const SMALL = { w: 12, h: 16, gap: 2, row: 8 };
const MOST_LARGE = 600; // cards; of more, each is smaller

const MODES = { 'equal-size': 'equal sizes', 'mixed-size': 'mixed sizes', MIG: 'MIG' };
const SIGNS = { open: '', cordoned: '‖ ', closed: '✕ ' };

const percent = (gpu) => (gpu.framebufferMib ? Math.round((100 * gpu.framebufferUsedMib) / gpu.framebufferMib) : 0);

const wordsOf = (gpu) => [gpu.gpu, gpu.model, t('{n} % in use', { n: percent(gpu) }), t(MODES[gpu.mode] ?? gpu.mode), gpu.unusable ? t('unusable') : ''].filter(Boolean).join(', ');

/** A card as paths: as few nodes as can be, since there are thousands. */
function Gauge({ gpu, x, y, size }) {
    const { w, h } = size;
    const share = gpu.framebufferMib ? Math.min(1, gpu.framebufferUsedMib / gpu.framebufferMib) : 0;
    const full = Math.round((h - 2) * share);
    const corner = Math.round(w / 2);
    return html`<g class=${gpu.unusable ? 'off' : ''} transform="translate(${x} ${y})"><title>${wordsOf(gpu)}</title>
        <rect class="frame" x=".5" y=".5" width=${w - 1} height=${h - 1} rx="1.5" />
        ${full > 0 && html`<rect class="heat${heat(share)}" x="1" y=${h - 1 - full} width=${w - 2} height=${full} />`}
        ${gpu.mode === 'mixed-size' && html`<path class="sign" d="M${w - corner} 0H${w}V${corner}z" />`}
        ${gpu.unusable && html`<path class="cross" d="M2 2L${w - 2} ${h - 2}M${w - 2} 2L2 ${h - 2}" />`}</g>`;
}

class HostBlock extends Component {
    shouldComponentUpdate(next) {
        return Object.keys(next).some((key) => next[key] !== this.props[key]);
    }

    render({ host, cards, size, current, own }) {
        const sum = sumOf([{ ...host, shown: cards }]);
        const { w, h, gap, row } = size;
        const columns = Math.min(row, Math.max(1, cards.length));
        const rows = Math.max(1, Math.ceil(cards.length / row));
        const words = [
            host.host, t(host.state), t('{n} cards', { n: cards.length }),
            t('{n} % in use', { n: sum.total ? Math.round((100 * sum.used) / sum.total) : 0 }), t('of {all}', { all: gb(sum.total) }),
        ].join(', ');
        return html`<li><a class="fleet-host ${host.state} ${own ? 'own' : ''}" href="#/fleet/host/${encodeURIComponent(host.host)}" data-host=${host.host}
            tabindex=${current ? 0 : -1} aria-label=${words}>
            <span class="name">${SIGNS[host.state]}${host.host}</span>
            <svg aria-hidden="true" width=${columns * (w + gap) - gap} height=${rows * (h + gap) - gap}>
                ${cards.map((gpu, i) => html`<${Gauge} key=${gpu.gpu} gpu=${gpu} size=${size} x=${(i % row) * (w + gap)} y=${Math.floor(i / row) * (h + gap)} />`)}</svg>
            ${cards.length === 0 && html`<span class="dim">?</span>`}</a></li>`;
    }
}

function Legend() {
    const cell = (inner, words) => html`<li><svg width="14" height="18" aria-hidden="true"><rect class="frame" x=".5" y=".5" width="13" height="17" rx="1.5" />${inner}</svg> ${words}</li>`;
    return html`<ul class="legend" aria-label=${t('What the signs mean')}>
        ${cell(null, t('empty'))}
        ${cell(html`<rect class="heat3" x="1" y="9" width="12" height="8" />`, t('half in use'))}
        ${cell(html`<rect class="heat5" x="1" y="1" width="12" height="16" />`, t('full'))}
        ${cell(html`<path class="sign" d="M7 0H14V7z" />`, t('mixed sizes'))}
        ${cell(html`<path class="cross" d="M2 2L12 16M12 2L2 16" />`, t('unusable'))}
        <li><b>‖</b> ${t('cordoned')}</li><li><b>✕</b> ${t('closed')}</li></ul>`;
}

/** The next one in the row above or below, by where they are drawn. */
function below(all, from, sign) {
    const here = all[from].getBoundingClientRect();
    let best = from;
    let least = Infinity;
    all.forEach((one, i) => {
        const there = one.getBoundingClientRect();
        const down = sign * (there.top - here.top);
        if (down < 4) return;
        const far = down * 10 + Math.abs(there.left - here.left);
        if (far < least) [best, least] = [i, far];
    });
    return best;
}

export function HeatMap({ hosts, own }) {
    const place = useRef();
    const [at, setAt] = useState('');
    const cards = hosts.reduce((sum, host) => sum + host.shown.length, 0);
    const size = cards > MOST_LARGE ? SMALL : LARGE;
    const current = hosts.some((host) => host.host === at) ? at : hosts[0].host;
    const move = (e) => {
        const all = [...place.current.querySelectorAll('a.fleet-host')];
        const from = all.indexOf(document.activeElement);
        if (from < 0) return;
        const to = {
            ArrowRight: () => Math.min(all.length - 1, from + 1), ArrowLeft: () => Math.max(0, from - 1), Home: () => 0, End: () => all.length - 1,
            ArrowDown: () => below(all, from, 1), ArrowUp: () => below(all, from, -1),
        }[e.key]?.();
        if (to === undefined) return;
        e.preventDefault();
        all[to].focus();
        setAt(all[to].dataset.host);
    };
    const groups = inGroups(hosts);
    return html`<${Legend} />
        <div class="heat-map ${size === SMALL ? 'small' : ''}" ref=${place} onKeyDown=${move}>
            ${groups.map(([group, members]) => html`<section key=${group} aria-label=${group || t('Hosts')}>
                ${groups.length > 1 && html`<h2>${group || t('in no group')} <span class="dim">${members.length}</span></h2>`}
                <ul>${members.map((host) => html`<${HostBlock} key=${host.host} host=${host.of} cards=${host.shown} size=${size}
                    current=${host.host === current} own=${host.host === own} />`)}</ul></section>`)}
        </div>
        <p class="note">${t('Arrow keys go from host to host, Enter opens one.')}</p>`;
}
