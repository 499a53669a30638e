// vGPUs and VMs: their lives, and who has which.

import { useEffect, useState } from 'preact/hooks';
import { Create } from './create.js';
import { Change, Chip, Dialog, Empty, html, labelOf, Loading, lookOf, Swatch, useLive, vmOf } from './ui.js';
import { may, vmList } from './live.js';
import { gb } from './scale.js';
import { t } from './words.js';

const path = (vgpu, verb) => `/v1/vgpus/${vgpu.uuid}/${verb}`;

/** Who takes something away from an owner says for whom: the title does, and so it is asked. */
const named = (vgpu) => (vgpu.claim?.owner ? `${labelOf(vgpu)} (${vgpu.claim.owner})` : labelOf(vgpu));

const forOwner = (vgpu) => (vgpu.claim?.owner ? `owner=${encodeURIComponent(vgpu.claim.owner)}` : '');

export const attach = (vgpu, vm) => ({
    title: t('Give {vgpu} to {vm}', { vgpu: labelOf(vgpu), vm }), method: 'POST', path: path(vgpu, 'attach'), body: { vm }, verb: t('Give'),
});

export const detach = (vgpu, vm) => ({
    title: t('Take {vgpu} away from {vm}', { vgpu: labelOf(vgpu), vm }), method: 'POST', path: path(vgpu, 'detach'), body: { vm }, verb: t('Take away'), danger: true,
});

export const startOf = (vgpu) => ({ title: t('Start {vgpu}', { vgpu: labelOf(vgpu) }), method: 'POST', path: path(vgpu, 'start'), verb: t('Start') });

export const stopOf = (vgpu) => ({ title: t('Stop {vgpu}', { vgpu: named(vgpu) }), method: 'POST', path: path(vgpu, 'stop'), query: forOwner(vgpu), verb: t('Stop'), danger: true });

const remove = (vgpu) => ({ title: t('Remove {vgpu}', { vgpu: named(vgpu) }), method: 'DELETE', path: `/v1/vgpus/${vgpu.uuid}`, query: forOwner(vgpu), verb: t('Remove'), danger: true });

const adopt = (vgpu) => ({ title: t('Take {vgpu} over', { vgpu: labelOf(vgpu) }), method: 'POST', path: path(vgpu, 'adopt'), body: {}, verb: t('Take over') });

const define = (vgpu) => ({ title: t('Keep {vgpu} over a reboot', { vgpu: labelOf(vgpu) }), method: 'POST', path: path(vgpu, 'define'), verb: t('Define') });

const autostart = (vgpu, on) => ({
    title: on ? t('Start {vgpu} with the host', { vgpu: labelOf(vgpu) }) : t('No longer start {vgpu} with the host', { vgpu: labelOf(vgpu) }),
    method: 'POST', path: path(vgpu, 'autostart'), body: { on }, verb: on ? t('Switch on') : t('Switch off'),
});

export function VgpusPage({ shown }) {
    const live = useLive();
    const [change, setChange] = useState(null);
    const [making, setMaking] = useState(false);
    const [giving, setGiving] = useState(null);
    const [dragged, setDragged] = useState(null);
    useEffect(() => {
        if (shown) document.getElementById(`vgpu-${shown}`)?.scrollIntoView({ block: 'center' });
    }, [shown, live.loaded]);
    if (!live.loaded) return html`<${Loading} />`;
    const drop = (vm) => {
        const vgpu = live.vgpus.find((v) => v.uuid === dragged);
        setDragged(null);
        if (vgpu && !has(vgpu, vm.name)) setChange(attach(vgpu, vm.name));
    };
    return html`
        <div class="two">
            <section aria-labelledby="vgpus">
                <header class="bare"><h2 id="vgpus">vGPUs <span class="dim">${live.vgpus.length}</span></h2>
                    <button class="main" disabled=${!may('operate')} onClick=${() => setMaking(true)}>${t('Create …')}</button></header>
                ${live.vgpus.length === 0 && html`<${Empty} title=${t('There is no vGPU yet.')}><p>${t('Create one, or see what fits:')} <a href="#/types">${t('Types')}</a></p></${Empty}>`}
                <ul class="vgpus">${live.vgpus.map((vgpu) => html`<${Vgpu} key=${vgpu.uuid} vgpu=${vgpu} marked=${vgpu.uuid === shown}
                    act=${setChange} give=${setGiving} drag=${setDragged} dragged=${dragged === vgpu.uuid} />`)}</ul>
            </section>
            <section aria-labelledby="vms">
                <header class="bare"><h2 id="vms">VMs <span class="dim">${vmList().length}</span></h2></header>
                ${live.vms.vms?.unknown && html`<p class="note">${t('The VMs cannot be seen:')} ${live.vms.vms.unknown}</p>`}
                ${vmList().length === 0 && !live.vms.vms?.unknown && html`<${Empty} title=${t('There is no VM.')}><p>${t('libvirt has no domain on this host.')}</p></${Empty}>`}
                <ul class="vms">${vmList().map((vm) => html`<${Vm} key=${vm.name} vm=${vm} vgpus=${live.vgpus.filter((v) => has(v, vm.name))}
                    act=${setChange} dragging=${dragged !== null} drop=${() => drop(vm)} />`)}</ul>
                ${vmList().length > 0 && live.vgpus.length > 0 && html`<p class="note">${t('Drag a vGPU onto a VM, or use its button «Give …».')}</p>`}
            </section>
        </div>
        ${making && html`<${Create} close=${() => setMaking(false)} />`}
        ${giving && html`<${Give} vgpu=${giving} close=${() => setGiving(null)} choose=${(vm) => { setChange(attach(giving, vm)); setGiving(null); }} />`}
        ${change && html`<${Change} change=${change} close=${() => setChange(null)} />`}`;
}

const has = (vgpu, vm) => Array.isArray(vgpu.vms) && vgpu.vms.some((v) => v.name === vm);

/** For those who hear a button alone. */
function Of({ vgpu }) {
    return html`<span class="hidden"> ${labelOf(vgpu)}</span>`;
}

function Vgpu({ vgpu, marked, act, give, drag, dragged }) {
    const vms = Array.isArray(vgpu.vms) ? vgpu.vms : [];
    const off = !may('operate');
    const kept = off || vgpu.foreign;
    const start = (e) => {
        e.dataTransfer.setData('text/plain', labelOf(vgpu));
        e.dataTransfer.effectAllowed = 'link';
        drag(vgpu.uuid);
    };
    return html`<li id="vgpu-${vgpu.uuid}" class="vgpu ${marked ? 'marked' : ''} ${dragged ? 'dragged' : ''}" draggable=${!off} onDragStart=${start} onDragEnd=${() => drag(null)}>
        <p class="head"><${Swatch} vm=${vmOf(vgpu)} /><strong>${labelOf(vgpu)}</strong> <span>${vgpu.type}</span>
            <span class="dim">${gb(vgpu.framebufferMib)}</span>
            <span class="chips">${vgpu.active ? html`<${Chip} kind="on">${t('active')}</${Chip}>` : html`<${Chip}>${t('not active')}</${Chip}>`}
            ${vgpu.claim?.owner && html`<${Chip} kind="accent">${vgpu.claim.owner}</${Chip}>`}
            ${vgpu.foreign && html`<${Chip} kind="warn">${t('made by others')}</${Chip}>`}
            ${vgpu.autostart ? html`<${Chip}>${t('starts with the host')}</${Chip}>` : !vgpu.defined && html`<${Chip} kind="warn">${t('gone after a reboot')}</${Chip}>`}</span></p>
        <p class="where mono dim">${vgpu.function ?? vgpu.parent}${vgpu.placementId !== null && vgpu.placementId !== undefined ? ` · ${t('at {at} GB', { at: vgpu.placementId })}` : ''}<span class="uuid"> · ${vgpu.uuid}</span></p>
        <p class="acts">
            ${vgpu.foreign && html`<button class="small" disabled=${off} onClick=${() => act(adopt(vgpu))}>${t('Take over …')}<${Of} vgpu=${vgpu} /></button>`}
            ${vms.map((vm) => html`<button class="small" disabled=${off} onClick=${() => act(detach(vgpu, vm.name))}>${t('Take from {vm} …', { vm: vm.name })}</button>`)}
            ${!vms.length && html`<button class="small" disabled=${off || !vmList().length} onClick=${() => give(vgpu)}>${t('Give …')}<${Of} vgpu=${vgpu} /></button>`}
            ${vgpu.active
                ? html`<button class="small" disabled=${kept} onClick=${() => act(stopOf(vgpu))}>${t('Stop …')}<${Of} vgpu=${vgpu} /></button>`
                : html`<button class="small" disabled=${off} onClick=${() => act(startOf(vgpu))}>${t('Start …')}<${Of} vgpu=${vgpu} /></button>`}
            ${vgpu.defined
                ? html`<button class="small" disabled=${kept} onClick=${() => act(autostart(vgpu, !vgpu.autostart))}>${vgpu.autostart ? t('Autostart off …') : t('Autostart on …')}<${Of} vgpu=${vgpu} /></button>`
                : html`<button class="small" disabled=${kept} onClick=${() => act(define(vgpu))}>${t('Define …')}<${Of} vgpu=${vgpu} /></button>`}
            <button class="small danger" disabled=${kept} onClick=${() => act(remove(vgpu))}>${t('Remove …')}<${Of} vgpu=${vgpu} /></button>
        </p>
    </li>`;
}

function Vm({ vm, vgpus, act, dragging, drop }) {
    const [over, setOver] = useState(false);
    const allow = (e) => {
        if (!dragging) return;
        e.preventDefault();
        e.dataTransfer.dropEffect = 'link';
        setOver(true);
    };
    return html`<li class="vm ${dragging ? 'target' : ''} ${over && dragging ? 'over' : ''}" data-vm=${vm.name} onDragOver=${allow} onDragEnter=${allow}
        onDragLeave=${() => setOver(false)} onDrop=${(e) => { e.preventDefault(); setOver(false); drop(); }}>
        <p class="head"><${Swatch} vm=${vm.name} /><strong>${vm.name}</strong>
            <span class="chips">${vm.running ? html`<${Chip} kind="on">${t('running')}</${Chip}>` : html`<${Chip}>${t('shut off')}</${Chip}>`}</span></p>
        ${vgpus.length === 0 && html`<p class="dim">${t('It has no vGPU.')}</p>`}
        ${vgpus.map((v) => html`<p class="has"><span class="slice ${lookOf(vm.name)}">${labelOf(v)}</span> ${v.type} <${Faces} vgpu=${v} vm=${vm.name} />
            <button class="small quiet" disabled=${!may('operate')} onClick=${() => act(detach(v, vm.name))}>${t('Take away …')}<${Of} vgpu=${v} /></button></p>`)}
    </li>`;
}

/** Whether a VM has it now, gets it at its next start, or both. */
function Faces({ vgpu, vm }) {
    const face = vgpu.vms.find((v) => v.name === vm);
    if (!face) return null;
    if (face.live && !face.config) return html`<span class="dim">${t('until it is shut off')}</span>`;
    if (!face.live && face.config && face.running) return html`<span class="dim">${t('from its next start')}</span>`;
    return null;
}

/** The way of the keyboard. */
function Give({ vgpu, close, choose }) {
    const [vm, set] = useState(vmList().find((v) => !v.vgpus.length)?.name ?? vmList()[0]?.name ?? '');
    return html`<${Dialog} title=${t('Give {vgpu} to a VM', { vgpu: labelOf(vgpu) })} close=${close}>
        <form id="give" class="fields" onSubmit=${(e) => { e.preventDefault(); choose(vm); }}>
            <label>VM <select value=${vm} autofocus onChange=${(e) => set(e.target.value)}>
                ${vmList().map((v) => html`<option value=${v.name} selected=${v.name === vm}>${v.name} (${v.running ? t('running') : t('shut off')}${v.vgpus.length ? `, ${t('has {n}', { n: v.vgpus.length })}` : ''})</option>`)}</select></label>
        </form>
        <footer><button onClick=${close}>${t('Cancel')}</button><button class="main" form="give" disabled=${!vm}>${t('Show the plan')}</button></footer>
    </${Dialog}>`;
}
