// In Cockpit the console reaches the daemon's Unix socket through Cockpit's bridge: as root where administrative access
// is on, else as whoever is logged in, who then has the role of his groups. What asks for a path is sent there.
(() => {
    'use strict';

    const client = cockpit.http('/run/vgpuctl/vgpuctl.sock', { superuser: 'try' });
    const encoder = new TextEncoder();

    window.fetch = (path, { method = 'GET', headers = {}, body, signal } = {}) =>
        new Promise((resolve, reject) => {
            let answered = false;
            let ended = false;
            let sink;
            const content = new ReadableStream({
                start: (controller) => (sink = controller),
                cancel: () => request.close('cancelled'),
            });
            const end = (how) => {
                if (!ended) how();
                ended = true;
            };
            // Without one, Cockpit names the host by the socket's path, which is no name of a host.
            const request = client.request({ method, path, headers: { ...headers, Host: 'vgpuctl' }, body: body ?? '' });
            signal?.addEventListener('abort', () => request.close('cancelled'));
            request.response((status, got) => {
                answered = true;
                const empty = status === 204 || status === 304;
                resolve(new Response(empty ? null : content, { status, headers: plain(got) }));
            });
            request.stream((text) => {
                if (!ended) sink.enqueue(encoder.encode(text));
            });
            request.then(
                () => end(() => sink.close()),
                (problem) => {
                    // With a status it is an answer of the daemon's, which has been told above.
                    if (answered && problem.status) end(() => sink.close());
                    else if (answered) end(() => sink.error(new TypeError(problem.message)));
                    else reject(new TypeError(problem.message ?? problem.problem ?? 'no daemon'));
                },
            );
        });

    /** Of what the daemon says of its answer: neither lengths nor how it was sent. */
    function plain(headers) {
        const kept = {};
        for (const [name, value] of Object.entries(headers ?? {})) {
            if (!/^(content-length|transfer-encoding|connection)$/i.test(name)) kept[name] = String(value);
        }
        return kept;
    }
})();
