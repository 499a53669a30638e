// Layout: what should be, written down; how the host differs; and making it so.

import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, get } from './api.js';
import { Change, Chip, html, Loading, Problem, useAnswer, useLive } from './ui.js';
import { may, vmList } from './live.js';
import { schemaAt, yamlDocument, yamlPath } from './scale.js';
import { t } from './words.js';

const TYPE = 'application/yaml';
const DRAFT = 'vgpuctl.layout';

async function fromHost() {
    const layout = await get('/v1/layout');
    if (layout.gpus.length) return yamlDocument(layout);
    return 'apiVersion: vgpuctl/v1\nkind: Layout\ngpus: []\n';
}

const layoutSchema = async () => (await get('/v1/openapi.json')).paths['/v1/layout/apply'].post.requestBody.content['application/json'].schema;

/** The line that a refusal speaks of. */
const lineOf = (problem) => Number(/line (\d+)/.exec(problem?.message ?? '')?.[1] ?? 0);

export function LayoutPage() {
    const live = useLive();
    const [text, setText] = useState(sessionStorage.getItem(DRAFT));
    const [offset, setOffset] = useState(0);
    const [prune, setPrune] = useState(false);
    const [change, setChange] = useState(null);
    const { answer: schema } = useAnswer(layoutSchema, []);
    const { answer: types } = useAnswer(() => get('/v1/types'), [live.changes]);
    const editor = useRef();
    const load = () => fromHost().then((layout) => put(layout), () => put(''));
    const put = (layout) => {
        setText(layout);
        sessionStorage.setItem(DRAFT, layout);
    };
    useEffect(() => { if (text === null) load(); }, []);
    const { answer: diff, problem, busy } = useAnswer(
        () => (text?.trim() ? ask('POST', '/v1/layout/diff', text, { 'Content-Type': TYPE }) : null), [text, live.changes], 250);
    if (text === null) return html`<${Loading} />`;
    const insert = (words) => {
        const at = editor.current.selectionStart;
        editor.current.setRangeText(words, at, editor.current.selectionEnd, 'end');
        editor.current.focus();
        put(editor.current.value);
        setOffset(editor.current.selectionStart);
    };
    const apply = () => setChange({
        title: t('Apply the layout'), method: 'POST', path: '/v1/layout/apply', query: prune ? 'prune' : '', body: text, type: TYPE, verb: t('Apply'), danger: prune,
    });
    return html`<div class="two layout">
        <section aria-labelledby="layout">
            <header class="bare"><h2 id="layout">${t('Layout')}</h2><button onClick=${load}>${t('Load from the host')}</button></header>
            <${Editor} text=${text} put=${put} at=${setOffset} wrong=${problem ? lineOf(problem) : 0} given=${editor} />
            <p class="acts"><button class="main" disabled=${!diff || Boolean(problem) || !diff.differences.length || !may('administer')} onClick=${apply}>${t('Apply …')}</button>
                <label class="check"><input type="checkbox" checked=${prune} onChange=${(e) => setPrune(e.target.checked)} /> ${t('remove what it does not name')}</label></p>
        </section>
        <section aria-labelledby="diff">
            <h2 id="diff">${t('What differs')}</h2>
            <div class="diff" aria-live="polite" aria-busy=${busy}>
                <${Problem} problem=${problem} />
                ${!problem && diff && diff.differences.length === 0 && html`<p class="good">✓ ${t('The host is as the layout says.')}</p>`}
                ${!problem && diff && html`<ul class="plain">${diff.differences.map((d) => html`<li><${Chip} kind="warn">${kind(d.kind)}</${Chip}> ${d.words}</li>`)}</ul>
                    ${diff.notes.map((n) => html`<p class="note">${n}</p>`)}`}
            </div>
            ${schema && html`<${Help} schema=${schema} path=${yamlPath(text, offset)} insert=${insert}
                types=${[...new Set((types?.gpus ?? []).flatMap((g) => g.types.map((type) => type.type)))]} gpus=${live.gpus.map((g) => g.gpu)} />`}
        </section>
    </div>
    ${change && html`<${Change} change=${change} close=${() => setChange(null)} />`}`;
}

const kind = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function Editor({ text, put, at, wrong, given }) {
    const lines = text.split('\n').length;
    const numbers = useRef();
    const moved = (e) => at(e.target.selectionStart);
    const key = (e) => {
        // Tab leaves the editor, as everywhere; Enter keeps the indentation.
        if (e.key !== 'Enter' || e.isComposing) return;
        const start = e.target.selectionStart;
        const line = e.target.value.slice(e.target.value.lastIndexOf('\n', start - 1) + 1, start);
        e.preventDefault();
        e.target.setRangeText(`\n${/^[\s]*(- )?/.exec(line)[0].replace('-', ' ')}`, start, e.target.selectionEnd, 'end');
        put(e.target.value);
        moved(e);
    };
    return html`<div class="editor">
        <pre class="numbers" ref=${numbers} aria-hidden="true">${Array.from({ length: lines }, (_, i) => html`<span class=${i + 1 === wrong ? 'wrong' : ''}>${i + 1}</span>`)}</pre>
        <textarea ref=${given} aria-label=${t('The layout, in YAML')} aria-invalid=${wrong > 0} spellcheck=${false} autocapitalize="off" wrap="off" value=${text}
            onInput=${(e) => { put(e.target.value); moved(e); }} onKeyDown=${key} onKeyUp=${moved} onClick=${moved}
            onScroll=${(e) => { numbers.current.scrollTop = e.target.scrollTop; }}></textarea>
    </div>`;
}

/** What can stand where the cursor is. */
function Help({ schema, path, insert, types, gpus }) {
    const here = schemaAt(schema, path);
    const key = path[path.length - 1];
    const inside = Object.keys(here.keys).length ? here : schemaAt(schema, path.slice(0, -1));
    const values = key === 'type' ? types : key === 'vm' ? vmList().map((vm) => vm.name) : key === 'gpu' ? gpus : here.values;
    return html`<section class="help" aria-labelledby="help">
        <h2 id="help">${t('What can stand here')} <span class="mono dim">${path.join(' › ')}</span></h2>
        ${here.description && html`<p>${here.description}</p>`}
        ${values.length > 0 && html`<p class="chips">${values.map((v) => html`<button class="small" onClick=${() => insert(String(v))}>${String(v)}</button> `)}</p>`}
        <dl>${Object.entries(inside.keys).map(([name, about]) => html`<div key=${name}><dt><button class="small mono" onClick=${() => insert(`${name}: `)}>${name}</button></dt>
            <dd>${about.description}${about.values.length > 0 && html` <span class="dim">${about.values.join(', ')}</span>`}</dd></div>`)}</dl>
    </section>`;
}
