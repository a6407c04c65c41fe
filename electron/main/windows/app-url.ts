/** The scheme and host the window is served from: an origin of its own, without the powers of file:. */
export const appScheme = 'app';
export const appHost = 'window';
export const appUrl = `${appScheme}://${appHost}/index.html`;
