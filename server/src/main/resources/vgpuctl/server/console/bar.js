// A card drawn to scale: its slices in the colours of the VMs, its GPU instances, the room that is free.

import { html, labelOf, lookOf, vmOf } from './ui.js';
import { gb, lay, letter, oneSize, percent, ticks } from './scale.js';
import { state } from './live.js';
import { t } from './words.js';

export const layOf = (gpu, extra = []) => lay(gpu, state.vgpus, state.positions.get(gpu.gpu), extra);

const lookOfVm = (vgpu) => lookOf(vmOf(vgpu) ?? vgpu.vm);

const linkOfVgpu = (vgpu) => `#/vgpus/${vgpu.uuid}`;

function words(slice, n) {
    const v = slice.vgpu;
    const vm = vmOf(v) ?? v.vm;
    return [
        slice.planned ? t('planned') : `${letter(n)} ${labelOf(v)}`,
        v.type,
        gb(v.framebufferMib),
        slice.exact ? t('at {at} GB', { at: +slice.start.toFixed(1) }) : '',
        vm ? t('for the VM {vm}', { vm }) : t('of no VM'),
    ].filter(Boolean).join(', ');
}

/** Of this host, or, with `vgpus`, of another: what they look like, and where they lead, is the caller's then. */
export function Bar({ gpu, extra = [], vgpus, look = lookOfVm, href = linkOfVgpu }) {
    const drawn = vgpus ? lay(gpu, vgpus, undefined, extra) : layOf(gpu, extra);
    if (!drawn.total) return html`<p class="note">${t('Its frame buffer is not known.')}</p>`;
    const at = (thing) => ({ left: percent(thing.start, drawn.total), width: percent(thing.size, drawn.total) });
    return html`<div class="bar">
        ${drawn.instances.length > 0 && html`<ul class="instances" aria-label=${t('GPU instances')}>
            ${drawn.instances.map((i) => html`<li key=${i.id} class=${i.planned ? 'planned' : ''} style=${at(i)}
                title="${i.profile}"><span>${i.profile}</span></li>`)}
        </ul>`}
        <ul class="slices" aria-label=${t('Frame buffer of {gpu}', { gpu: gpu.gpu })}>
            ${drawn.free.map((f) => html`<li key="free-${f.start}" class="gap" style=${at(f)} aria-label=${t('{size} GB free', { size: +f.size.toFixed(1) })}>
                <span>${t('{size} GB free', { size: +f.size.toFixed(1) })}</span></li>`)}
            ${drawn.slices.map((slice, n) => {
                const v = slice.vgpu;
                const text = words(slice, n);
                const link = slice.planned ? null : href(v);
                const inner = html`<b>${slice.planned ? '+' : letter(n)}</b> <span>${slice.planned ? v.type : labelOf(v)}</span>`;
                return html`<li key=${v.uuid ?? `planned-${n}`} style=${at(slice)}>
                    ${link
                        ? html`<a class="slice ${look(v)}" href=${link} aria-label=${text} title=${text}>${inner}</a>`
                        : html`<span class="slice ${slice.planned ? 'planned' : ''} ${look(v)}" role="img" aria-label=${text} title=${text}>${inner}</span>`}
                </li>`;
            })}
        </ul>
        <div class="ticks" aria-hidden="true">
            ${ticks(drawn.total, oneSize(drawn.slices)).map((mark, i, all) => html`<span key=${mark} style=${{ left: percent(mark, drawn.total) }}
                class=${i === 0 ? 'first' : i === all.length - 1 ? 'last' : ''}>${mark}${i === all.length - 1 ? ' GB' : ''}</span>`)}
        </div>
    </div>`;
}
