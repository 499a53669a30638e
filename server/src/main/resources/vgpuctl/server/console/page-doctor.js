// Doctor: what is wrong, how one knows, and what mends it.

import { useState } from 'preact/hooks';
import { get } from './api.js';
import { Change, Chip, Copy, html, Loading, Problem, useAnswer, useLive, vmOf } from './ui.js';
import { may } from './live.js';
import { detach, startOf, stopOf } from './page-vgpus.js';
import { t } from './words.js';

const PAGES = { 'vgpuctl list': '#/vgpus', 'vgpuctl types': '#/types', 'vgpuctl gpus': '#/' };

const cleanup = () => ({ title: t('Clean up'), method: 'POST', path: '/v1/cleanup', verb: t('Clean up'), danger: true });

const recover = () => ({ title: t('Finish or undo what was cut off'), method: 'POST', path: '/v1/recover', verb: t('Do it'),
    unplanned: t('The journal says what was cut off: it is finished where that is safe, and undone otherwise.') });

/** What a finding's command would change here; nothing where it only looks, or where no such vGPU is there. */
export function fixOf(command, vgpus) {
    const words = (command ?? '').split(' ');
    if (words[1] === 'cleanup') return cleanup();
    const vgpu = vgpus.find((v) => v.uuid === words[2] || v.name === words[2] || v.function === words[2]);
    if (!vgpu) return null;
    if (words[1] === 'start' && !vgpu.active) return startOf(vgpu);
    if (words[1] === 'stop' && vgpu.active) return stopOf(vgpu);
    if (words[1] === 'detach' && vmOf(vgpu)) return detach(vgpu, vmOf(vgpu));
    return null;
}

export function DoctorPage() {
    const live = useLive();
    const [asked, setAsked] = useState(0);
    const [change, setChange] = useState(null);
    const { answer: found, problem, busy } = useAnswer(() => get('/v1/doctor'), [live.changes, asked], 300);
    const { answer: left, problem: leftProblem } = useAnswer(() => get('/v1/leftovers'), [live.changes, asked], 300);
    if (!found) return busy ? html`<${Loading} />` : html`<${Problem} problem=${problem} again=${() => setAsked(asked + 1)} />`;
    const leftovers = left?.leftovers ?? [];
    const removable = leftovers.filter((l) => l.steps?.length);
    return html`
        <header class="bare"><h2>${found.findings.length === 1 ? t('One finding') : found.findings.length ? t('{n} findings', { n: found.findings.length }) : t('Nothing is wrong as far as can be seen.')}</h2>
            <button onClick=${() => setAsked(asked + 1)}>${t('Look again')}</button></header>
        <${Problem} problem=${problem ?? leftProblem} />
        ${found.findings.map((f) => html`<${Finding} key=${f.rule + f.about} finding=${f} vgpus=${live.vgpus} act=${setChange} />`)}
        <section class="card" aria-labelledby="leftovers"><header><h2 id="leftovers">${t('What failed attempts left')}</h2>
            <button class="danger" disabled=${!removable.length || !may('administer')} onClick=${() => setChange(cleanup())}>${t('Clean up …')}</button></header>
            ${leftovers.length === 0 && html`<p class="note">${t('Nothing.')}</p>`}
            <ul class="plain">${leftovers.map((l) => html`<li><${Chip} kind="warn">${l.kind}</${Chip}> ${l.about}${l.reason && html`<br /><span class="dim">${l.reason}. ${l.wayOut}</span>`}</li>`)}</ul>
            ${(left?.notes ?? []).map((n) => html`<p class="note">${n}</p>`)}
        </section>
        <details><summary>${t('{n} sources read, {m} not', { n: found.read.length, m: found.unread.length })}</summary>
            <table><thead><tr><th>${t('Source')}</th><th>${t('Read as')}</th><th class="num">${t('Lines')}</th></tr></thead><tbody>
                ${found.read.map((r) => html`<tr><td class="mono">${r.source}</td><td>${r.kind}</td><td class="num">${r.lines}</td></tr>`)}
                ${found.unread.map((r) => html`<tr><td class="mono">${r.source}</td><td colspan="2">${r.why}</td></tr>`)}</tbody></table></details>
        <p class="note">${t('A change was cut off?')} <button class="small" disabled=${!may('administer')} onClick=${() => setChange(recover())}>${t('Finish or undo it …')}</button></p>
        ${change && html`<${Change} change=${change} close=${() => { setChange(null); setAsked(asked + 1); }} />`}`;
}

const KINDS = { error: 'bad', warning: 'warn' };

function Finding({ finding, vgpus, act, inner }) {
    const fix = fixOf(finding.command, vgpus);
    const role = fix?.path === '/v1/cleanup' ? 'administer' : 'operate';
    const heading = html`<${Chip} kind=${KINDS[finding.severity] ?? ''}>${t(finding.severity)}</${Chip}> ${finding.title}
        ${finding.about && html` <span class="mono">${finding.about}</span>`}${finding.times > 1 && html` <span class="dim">${t('{n} times', { n: finding.times })}</span>`}`;
    return html`<article class=${inner ? 'inner' : 'card finding'}>
        ${inner ? html`<h4>${heading}</h4>` : html`<h3>${heading}</h3>`}
        <p>${finding.cause}</p>
        ${finding.evidence.length > 0 && html`<details open=${!inner}><summary>${t('Evidence')}</summary>
            ${finding.evidence.map((e) => html`<figure><figcaption class="mono dim">${e.source}:${e.line}</figcaption><pre tabindex="0">${e.text}</pre></figure>`)}</details>`}
        <p><strong>${t('What to do')}</strong> ${finding.fix}</p>
        ${finding.command && html`<p class="acts">${fix && html`<button class="main" disabled=${!may(role)} onClick=${() => act(fix)}>${fix.verb} …</button>`}
            ${PAGES[finding.command] && html`<a class="button" href=${PAGES[finding.command]}>${t('Go there')}</a>`}<${Copy} text=${finding.command} /></p>`}
        ${finding.explains.length > 0 && html`<details><summary>${t('{n} more with this cause', { n: finding.explains.length })}</summary>
            ${finding.explains.map((f) => html`<${Finding} finding=${f} vgpus=${vgpus} act=${act} inner />`)}</details>`}
    </article>`;
}
