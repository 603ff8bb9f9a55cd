import AppServiceProvider from '@adonisjs/core/providers/app_provider'

/**
 * AdonisJS's own core, without the route types that it writes into the checkout at each start in development: nothing
 * reads them here, and a checkout may belong to somebody else.
 */
export default class CoreProvider extends AppServiceProvider {
  override async ready(): Promise<void> {}
}
