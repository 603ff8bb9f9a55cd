export async function installBuiltInPlugins(): Promise<void> {}
