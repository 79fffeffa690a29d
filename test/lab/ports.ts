/** Where the lab's services listen on the lab address. */
export const registryPorts = { shared: 5000, private: 5001 } as const;
export const gitPorts = { http: 3080, https: 3443, ssh: 2222 } as const;
export const acmePorts = { directory: 14_000, management: 15_000 } as const;
export const outboundProxyPort = 3128;
