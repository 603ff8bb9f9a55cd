export { PluginHost } from './plugin_host.ts'
export type {
  PluginCall,
  PluginFailure,
  PluginFetch,
  PluginHostOptions,
  PluginResponseData,
  PluginResult,
} from './plugin_host.ts'
