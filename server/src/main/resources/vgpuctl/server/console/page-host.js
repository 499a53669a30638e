// Host: what lies on which card, and what it is busy with.

import { useEffect, useState } from 'preact/hooks';
import { get } from './api.js';
import { Bar, layOf } from './bar.js';
import { Chart } from './chart.js';
import { Chip, Empty, html, known, labelOf, Loading, Problem, Swatch, useLive, vmOf } from './ui.js';
import { gb, letter, Minute } from './scale.js';
import { t } from './words.js';

const EVERY = 1000;
const minutes = new Map();

const minuteOf = (gpu) => {
    if (!minutes.has(gpu)) minutes.set(gpu, new Minute());
    return minutes.get(gpu);
};

/** Live figures, while somebody looks. */
function useFigures() {
    const [shown, set] = useState({ status: null, problem: null, tick: 0 });
    useEffect(() => {
        let stopped = false;
        let timer;
        const look = async () => {
            if (!document.hidden) {
                try {
                    const status = await get('/v1/status');
                    const now = performance.now() / 1000;
                    for (const g of status.gpus) {
                        const use = known(g.figures)?.use;
                        minuteOf(g.gpu).add(now, [known(use?.sm ?? null), known(use?.memory ?? null)]);
                    }
                    if (!stopped) set((old) => ({ status, problem: null, tick: old.tick + 1 }));
                } catch (problem) {
                    if (!stopped) set((old) => ({ ...old, problem }));
                }
            }
            if (!stopped) timer = setTimeout(look, EVERY);
        };
        look();
        return () => {
            stopped = true;
            clearTimeout(timer);
        };
    }, []);
    return shown;
}

const gib = (bytes) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
const percentText = (value) => (known(value ?? null) === null ? '–' : `${value} %`);

function Figure({ name, value }) {
    return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function Figures({ figures }) {
    const use = figures?.use ?? {};
    const memory = known(figures?.framebuffer ?? null);
    const celsius = known(figures?.temperatureCelsius ?? null);
    const watts = known(figures?.powerMilliwatts ?? null);
    const limit = known(figures?.powerLimitMilliwatts ?? null);
    return html`<dl class="figures">
        <${Figure} name=${html`<i class="key use"></i>${t('GPU')}`} value=${percentText(use.sm)} />
        <${Figure} name=${html`<i class="key use2"></i>${t('Memory')}`} value=${percentText(use.memory)} />
        <${Figure} name=${t('Taken')} value=${memory === null ? '–' : `${gib(memory.used)} / ${gib(memory.total)}`} />
        <${Figure} name=${t('Temperature')} value=${celsius === null ? '–' : `${celsius} °C`} />
        <${Figure} name=${t('Power')} value=${watts === null ? '–' : `${Math.round(watts / 1000)}${limit === null ? '' : ` / ${Math.round(limit / 1000)}`} W`} />
    </dl>`;
}

function why(figures) {
    const use = figures?.use?.sm;
    if (figures && 'unknown' in figures) return figures.unknown;
    return use && typeof use === 'object' ? use.unknown : null;
}

const MODES = { 'equal-size': 'equal sizes', 'mixed-size': 'mixed sizes', mig: 'MIG', unknown: 'mode unknown' };

function Card({ gpu, live, tick }) {
    const drawn = layOf(gpu);
    const figures = live?.figures;
    const reason = why(figures);
    const used = gpu.framebufferUsedMib ?? 0;
    const inactive = useLive().vgpus.filter((v) => v.gpu === gpu.gpu && !v.active);
    return html`<section class="card" aria-labelledby="gpu-${gpu.gpu}">
        <header>
            <h2 id="gpu-${gpu.gpu}"><span class="mono">${gpu.gpu}</span> ${known(gpu.model) ?? t('unknown model')}</h2>
            <span class="facts">
                <${Chip}>${gpu.interface}</${Chip}>
                <${Chip}>${t(MODES[gpu.mode] ?? gpu.mode)}</${Chip}>
                ${known(gpu.numaNode) !== null && html`<${Chip}>NUMA ${gpu.numaNode}</${Chip}>`}
            </span>
            <span class="sum">${gpu.framebufferMib ? t('{free} of {all} free', { free: gb(gpu.framebufferMib - used), all: gb(gpu.framebufferMib) }) : ''}</span>
        </header>
        ${gpu.reason && html`<${Problem} problem=${{ message: gpu.reason, wayOut: gpu.wayOut }} />`}
        <${Bar} gpu=${gpu} />
        <div class="busy">
            <div class="graph"><${Chart} label=${t('Use of the last minute')} names=${[t('GPU'), t('Memory')]} tick=${tick}
                columns=${() => minuteOf(gpu.gpu).columns(2)} />
                ${reason && html`<p class="note">${t('No live figures:')} ${reason}</p>`}</div>
            <${Figures} figures=${figures} />
        </div>
        ${drawn.slices.length > 0
            ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('vGPUs of {gpu}', { gpu: gpu.gpu })}><table>
                <thead><tr><th class="letter"><span class="hidden">${t('Letter')}</span></th><th>vGPU</th><th>${t('Type')}</th><th>VM</th><th class="num">${t('Load')}</th><th class="num">${t('Used')}</th><th>${t('Licence')}</th></tr></thead>
                <tbody>${drawn.slices.map((s, n) => html`<${VgpuRow} key=${s.vgpu.uuid} vgpu=${s.vgpu} n=${n}
                    figures=${live?.vgpus?.find((v) => v.uuid === s.vgpu.uuid)?.figures} />`)}</tbody>
            </table></div>`
            : html`<p class="note">${t('No vGPU is active on it.')} <a href="#/types">${t('See what fits')}</a></p>`}
        ${inactive.length > 0 && html`<p class="note">${t('Defined and not active:')} ${inactive.map((v, i) => html`${i ? ', ' : ''}<a href="#/vgpus/${v.uuid}">${labelOf(v)}</a>`)}</p>`}
    </section>`;
}

function VgpuRow({ vgpu, n, figures }) {
    const vm = vmOf(vgpu);
    const running = Array.isArray(vgpu.vms) && vgpu.vms.some((v) => v.running);
    const used = known(figures?.framebufferUsed ?? null);
    const licence = known(figures?.licence ?? null);
    return html`<tr>
        <td class="letter"><${Swatch} vm=${vm} /> ${letter(n)}</td>
        <td><a href="#/vgpus/${vgpu.uuid}">${labelOf(vgpu)}</a></td>
        <td>${vgpu.type}</td>
        <td>${vm ? html`${vm} <span class="dim">${running ? t('running') : t('shut off')}</span>` : '–'}</td>
        <td class="num">${percentText(figures?.use?.sm)}</td>
        <td class="num">${used === null ? '–' : gib(used)}</td>
        <td>${licence ? licence.state.toLowerCase().replaceAll('_', ' ') : '–'}</td>
    </tr>`;
}

export function HostPage() {
    const live = useLive();
    const { status, problem, tick } = useFigures();
    if (!live.loaded) return html`<${Loading} />`;
    if (!live.gpus.length) {
        return html`<${Empty} title=${t('No NVIDIA GPU was found here.')}>
            <p>${t('The doctor may know why:')} <a href="#/doctor">${t('Doctor')}</a></p></${Empty}>`;
    }
    return html`
        ${live.skipped.map((s) => html`<p class="note">${s}</p>`)}
        ${status && known(status.live) === null && html`<p class="note">${t('No live figures:')} ${status.live.unknown}</p>`}
        ${problem && live.connection === 'live' && html`<${Problem} problem=${problem} />`}
        ${live.gpus.map((gpu) => html`<${Card} key=${gpu.gpu} gpu=${gpu} tick=${tick}
            live=${status?.gpus.find((g) => g.gpu === gpu.gpu)} />`)}`;
}
