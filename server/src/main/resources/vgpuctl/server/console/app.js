// The console: who is in, where one is, and what surrounds the pages.

import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { get, hasToken, Refusal, signIn, signOut } from './api.js';
import { start, state, stop } from './live.js';
import { Empty, html, Loading, useLive } from './ui.js';
import { language, languages, setLanguage, t } from './words.js';
import { ActivityPage } from './page-activity.js';
import { DoctorPage } from './page-doctor.js';
import { FleetPage } from './page-fleet.js';
import { HostPage } from './page-host.js';
import { LayoutPage } from './page-layout.js';
import { PlanPage } from './page-plan.js';
import { TypesPage } from './page-types.js';
import { VgpusPage } from './page-vgpus.js';

const ALL_PAGES = [
    ['', 'Host', HostPage], ['fleet', 'Fleet', FleetPage], ['types', 'Types', TypesPage], ['vgpus', 'vGPUs', VgpusPage], ['plan', 'Plan', PlanPage],
    ['layout', 'Layout', LayoutPage], ['doctor', 'Doctor', DoctorPage], ['activity', 'Activity', ActivityPage],
];

/** The fleet is for hosts of one. */
const pagesOf = (session) => ALL_PAGES.filter(([path]) => path !== 'fleet' || session?.fleet);

const THEMES = ['auto', 'light', 'dark'];

const kept = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* Then it is forgotten. */ } },
};

function showTheme(theme) {
    const dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.shown = dark ? 'dark' : 'light';
}

const route = () => location.hash.replace(/^#\/?/, '').split('/').map((part) => { try { return decodeURIComponent(part); } catch { return part; } });

function useRoute() {
    const [at, set] = useState(route());
    useEffect(() => {
        const moved = () => set(route());
        addEventListener('hashchange', moved);
        return () => removeEventListener('hashchange', moved);
    }, []);
    return at;
}

function App() {
    const live = useLive();
    const [name, ...parts] = useRoute();
    const [theme, setTheme] = useState(kept.get('vgpuctl.theme') ?? 'auto');
    const [, redraw] = useState(0);
    const main = useRef();
    const pages = pagesOf(live.session);
    const page = pages.find(([path]) => path === name);
    showTheme(theme);
    useEffect(() => {
        kept.set('vgpuctl.theme', theme);
        const query = matchMedia('(prefers-color-scheme: dark)');
        const changed = () => redraw((n) => n + 1);
        query.addEventListener('change', changed);
        return () => query.removeEventListener('change', changed);
    }, [theme]);
    useEffect(() => {
        document.title = `${page ? t(page[1]) : '?'} · ${live.session?.host ?? ''} · vgpuctl`;
    });
    useEffect(() => document.querySelector('nav a[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' }), [name]);
    const speak = (code) => {
        setLanguage(code);
        kept.set('vgpuctl.language', code);
        redraw((n) => n + 1);
    };
    const tools = html`<div class="tools">
        <label><span class="hidden">${t('Language')}</span><select value=${language()} onChange=${(e) => speak(e.target.value)}>
            ${languages.map(([code, own]) => html`<option value=${code} lang=${code} selected=${code === language()}>${own}</option>`)}</select></label>
        <label><span class="hidden">${t('Colours')}</span><select value=${theme} onChange=${(e) => setTheme(e.target.value)}>
            ${THEMES.map((name) => html`<option value=${name} selected=${name === theme}>${t(`theme ${name}`)}</option>`)}</select></label>
    </div>`;
    if (live.connection === 'out') return html`<${SignIn} tools=${tools} />`;
    const Page = page?.[2];
    return html`
        <a class="skip" href="#main" onClick=${(e) => { e.preventDefault(); main.current.focus(); }}>${t('To the content')}</a>
        <header class="top">
            <a class="mark" href="#/"><svg viewBox="0 0 20 20" aria-hidden="true"><rect x="1" y="4" width="18" height="12" rx="2" /><path d="M7 4v12M12 4v12" /></svg>vgpuctl</a>
            <span class="host">${live.session?.host ?? ''}</span>
            <${Connection} />
            ${tools}
            ${live.session && html`<span class="who" title=${t('may {role}', { role: live.session.role })}>${live.session.name} <span class="dim">${t(live.session.role)}</span>
                ${hasToken() && html`<button class="quiet small" onClick=${() => { signOut(); stop(); location.reload(); }}>${t('Sign out')}</button>`}</span>`}
        </header>
        <nav aria-label=${t('Pages')}><ul>${pages.map(([path, label]) => html`<li key=${path}><a href="#/${path}" aria-current=${path === name ? 'page' : undefined}>${t(label)}</a></li>`)}</ul></nav>
        <${Banner} />
        <main id="main" tabindex="-1" ref=${main} key=${name + language()}>
            <h1 class="hidden">${page ? t(page[1]) : t('Not found')}</h1>
            ${Page ? html`<${Page} shown=${parts[0]} parts=${parts} />` : !live.session ? html`<${Loading} />` : html`<${Empty} title=${t('There is no such page.')}><p><a href="#/">${t('Host')}</a></p></${Empty}>`}
        </main>`;
}

const WORDS = { connecting: 'connecting', live: 'live', gone: 'not connected' };

function Connection() {
    const { connection } = useLive();
    return html`<span class="connection ${connection}" role="status"><i aria-hidden="true"></i>${t(WORDS[connection] ?? connection)}</span>`;
}

function Banner() {
    const { connection, trouble } = useLive();
    if (connection === 'gone') {
        return html`<p class="banner bad" role="alert"><strong>${t('The daemon does not answer.')}</strong> ${t('What is shown may be old. It is tried again until it does.')}
            ${trouble && html` <span>${trouble.message}</span>`}</p>`;
    }
    return trouble ? html`<p class="banner warn" role="alert"><strong>${t('The host cannot be looked at:')}</strong> ${trouble.message}. ${trouble.wayOut}</p>` : null;
}

function SignIn({ tools }) {
    const [token, set] = useState('');
    const [wrong, setWrong] = useState(hasToken() ? t('This token is not known, or no longer.') : '');
    const enter = async (e) => {
        e.preventDefault();
        signIn(token.trim());
        try {
            await get('/v1/session');
            state.connection = 'connecting';
            start();
        } catch (problem) {
            signOut();
            setWrong(problem instanceof Refusal && problem.status === 401 ? t('This token is not known, or no longer.') : problem.message);
        }
    };
    return html`<header class="top"><span class="mark">vgpuctl</span>${tools}</header>
        <main class="sign-in"><form onSubmit=${enter}>
            <h1>${t('Sign in')}</h1>
            <p>${t('The daemon wants a token: one of the file that ‑‑token‑file names. On a simulated host, open the address that it printed.')}</p>
            <label>${t('Token')} <input type="password" autocomplete="current-password" required autofocus value=${token} onInput=${(e) => set(e.target.value)} aria-describedby="wrong" /></label>
            <p id="wrong" class="bad" role="alert">${wrong}</p>
            <button class="main">${t('Sign in')}</button>
        </form></main>`;
}

setLanguage(kept.get('vgpuctl.language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));
const place = document.getElementById('app');
place.replaceChildren();
render(html`<${App} />`, place);
start();
