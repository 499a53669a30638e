// The use of the last minute, drawn by uPlot. Its place is as large before there is anything to draw.

import { useEffect, useRef } from 'preact/hooks';
import { html } from './ui.js';

const HEIGHT = 96;

export function Chart({ label, columns, names, tick }) {
    const ref = useRef();
    const plot = useRef(null);
    useEffect(() => {
        const style = getComputedStyle(document.documentElement);
        const colour = (name) => style.getPropertyValue(name).trim();
        const line = (name, stroke, dash) => ({ label: name, stroke: colour(stroke), width: 1.5, dash, points: { show: false }, spanGaps: false });
        const grid = { stroke: colour('--line'), width: 1 };
        const axis = { stroke: colour('--dim'), font: '11px system-ui, sans-serif', grid, ticks: { show: false } };
        const place = ref.current;
        const size = () => ({ width: Math.max(160, place.clientWidth), height: HEIGHT });
        plot.current = new window.uPlot({
            ...size(),
            legend: { show: false },
            cursor: { show: false },
            padding: [6, 8, 0, 0],
            scales: { x: { time: false, range: (_, min, max) => [(max ?? 0) - 60, max ?? 0] }, y: { range: [0, 100] } },
            series: [{}, line(names[0], '--use'), line(names[1], '--use2', [3, 3])],
            axes: [
                { ...axis, size: 18, values: (u, all) => all.map((v) => `${Math.round(v - u.scales.x.max)} s`.replace('-', '−')), splits: (u) => [-60, -45, -30, -15, 0].map((s) => (u.scales.x.max ?? 0) + s), grid: { show: false } },
                { ...axis, size: 44, splits: () => [0, 50, 100], values: (_, all) => all.map((v) => `${v} %`) },
            ],
        }, columns(), place);
        const watch = new ResizeObserver(() => plot.current?.setSize(size()));
        watch.observe(place);
        return () => {
            watch.disconnect();
            plot.current.destroy();
            plot.current = null;
        };
    }, [document.documentElement.dataset.shown]);
    useEffect(() => plot.current?.setData(columns()), [tick]);
    return html`<div class="chart" ref=${ref} role="img" aria-label=${label}></div>`;
}
