// Activity: the changes of this run of the daemon, and who changed what before.

import { useEffect, useState } from 'preact/hooks';
import { get } from './api.js';
import { Chip, Empty, html, Loading, Problem, time, useAnswer, useLive } from './ui.js';
import { may } from './live.js';
import { t } from './words.js';

const KINDS = { done: 'on', failed: 'bad', running: 'accent', waiting: '' };

const took = (operation) => {
    const ms = new Date(operation.ended) - new Date(operation.began);
    return Number.isFinite(ms) ? (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`) : '…';
};

export function ActivityPage() {
    const live = useLive();
    const [tick, setTick] = useState(0);
    const { answer, problem } = useAnswer(() => get('/v1/operations'), [live.changes, tick]);
    const audit = useAnswer(() => (may('administer') ? get('/v1/audit') : { lines: [] }), [live.changes, tick, live.session?.role]);
    useEffect(() => {
        const timer = setInterval(() => { if (!document.hidden) setTick((n) => n + 1); }, 3000);
        return () => clearInterval(timer);
    }, []);
    if (!answer) return problem ? html`<${Problem} problem=${problem} />` : html`<${Loading} />`;
    return html`
        <${Problem} problem=${problem} />
        <section aria-labelledby="operations"><h2 id="operations">${t('Changes of this run')}</h2>
            ${answer.operations.length === 0 && html`<${Empty} title=${t('Nothing was changed since the daemon started.')} />`}
            <ul class="ops">${answer.operations.map((op) => html`<${Operation} key=${op.id} op=${op} />`)}</ul></section>
        <section aria-labelledby="audit"><h2 id="audit">${t('Audit file')}</h2>
            ${!may('administer') && html`<p class="note">${t('It is for those who administer.')}</p>`}
            <${Problem} problem=${audit.problem} />
            ${may('administer') && audit.answer?.lines.length === 0 && html`<p class="note">${t('It is empty.')}</p>`}
            ${audit.answer?.lines.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${t('Lines of the audit file')}><table class="audit">
                <thead><tr><th>${t('Time')}</th><th>${t('Event')}</th><th>${t('Who')}</th><th>${t('Command')}</th><th>${t('What')}</th></tr></thead>
                <tbody>${audit.answer.lines.map((line) => html`<tr><td class="num mono" title=${line.time}>${day(line.time)} ${time(line.time)}</td>
                    <td><${Chip} kind=${line.event === 'denied' || line.outcome === 'failed' ? 'bad' : line.event === 'end' ? 'on' : ''}>${t(line.event)}</${Chip}></td>
                    <td>${line.who}</td><td>${line.command}</td><td class="what">${line.reason ?? (line.event === 'end' ? (line.plan ?? []).join('; ') : line.request ?? line.outcome)}</td></tr>`)}</tbody></table></div>`}
        </section>`;
}

const day = (text) => text.slice(0, 10);

function Operation({ op }) {
    const [full, set] = useState(null);
    const open = (e) => { if (e.target.open && !full) get(`/v1/operations/${op.id}`).then(set, () => {}); };
    const problem = full?.problem;
    return html`<li><details onToggle=${open}><summary><${Chip} kind=${KINDS[op.state]}>${t(op.state)}</${Chip}> <strong>${op.command}</strong>
            <span class="dim">${op.who} · ${time(op.began)} · ${took(op)}</span></summary>
        ${problem && html`<${Problem} problem=${problem} />`}
        ${op.plan.length ? html`<ol class="steps">${op.plan.map((step) => html`<li>${step}</li>`)}</ol>` : html`<p class="note">${t('It had no steps.')}</p>`}
        <p class="mono dim">${op.id} · ${op.request}</p></details></li>`;
}
