// What of Cockpit's library the console's page uses; the test's own server speaks with the socket.
window.cockpit = {
    http(socket, { superuser }) {
        const fetched = window.fetch.bind(window);
        return {
            request({ method, path, headers, body }) {
                const abort = new AbortController();
                const told = {};
                const answer = async () => {
                    const response = await fetched('/unix' + path, {
                        method, body: body === '' ? undefined : body, signal: abort.signal,
                        headers: { ...headers, 'X-Socket': socket, 'X-Superuser': superuser },
                    });
                    told.response?.(response.status, Object.fromEntries(response.headers));
                    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
                    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
                        told.stream?.(piece.value);
                    }
                    if (response.status > 399) {
                        throw { problem: null, status: response.status, message: response.statusText };
                    }
                };
                const request = answer();
                request.response = (callback) => { told.response = callback; return request; };
                request.stream = (callback) => { told.stream = callback; return request; };
                request.close = () => abort.abort();
                return request;
            },
        };
    },
};
