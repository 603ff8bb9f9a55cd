import { escapeHtml, page } from '#app/pages/layout'

/** Who the form's texts come from. */
export interface Brand {
  workspaceId: string
  name: string
  /** Where to get help besides texting HELP; empty: nothing was set. */
  support: string
  /** The number that the texts come from; null: none yet. */
  phone: string | null
}

/** The words that a person agrees to, exactly as shown and as kept with their consent. */
export const consentWording = (brand: Brand): string =>
  `I agree to receive recurring automated text messages from ${brand.name} at the number that I gave. Consent is not a condition of any purchase. ` +
  'Message frequency varies, up to 10 a month. Message and data rates may apply. Reply STOP to opt out, HELP for help.'

export interface FormState {
  phone?: string
  firstName?: string
  error?: string
}

function form(brand: Brand, state: FormState): string {
  const error =
    state.error === undefined ? '' : `<p class="note bad" role="alert" id="form-error">${escapeHtml(state.error)}</p>`
  const described = state.error === undefined ? '' : ' aria-describedby="form-error" aria-invalid="true"'
  return `<form class="card" method="post" action="/opt-in#join" aria-labelledby="join">
    <h2 id="join">Five days of joy, by text</h2><p>One warm text a day from ${escapeHtml(brand.name)}. Leave whenever you like.</p>${error}
    <label for="firstName">First name</label><input type="text" id="firstName" name="firstName" autocomplete="given-name" maxlength="100" value="${escapeHtml(state.firstName ?? '')}">
    <label for="phone">Mobile number</label><input type="tel" id="phone" name="phone" autocomplete="tel" required maxlength="40" placeholder="(415) 555-0132" value="${escapeHtml(state.phone ?? '')}"${described}>
    <div class="trap" aria-hidden="true"><label for="website">Website</label><input type="text" id="website" name="website" tabindex="-1" autocomplete="off"></div>
    <label class="agree"><input type="checkbox" name="consent" value="yes" required><span>${escapeHtml(consentWording(brand))} See the <a href="/privacy">privacy policy</a> and the <a href="/terms">terms</a>.</span></label>
    <button type="submit">Send me joy</button></form>`
}

/** The landing page; with a state it shows the form again as it was filled in. */
export function landingPage(brand: Brand | null, state: FormState = {}): string {
  const body = `<div class="hero"><div><h1>Text people the way you’d want to be texted.</h1>
    <p class="lead">Draw a conversation on a canvas. SoniaRose sends each text at a decent hour, listens to the answers, and stops the moment somebody says stop.</p>
    <ol class="steps"><li><span><b>Draw it</b>Texts, waits, questions and branches, on one canvas.</span></li>
    <li><span><b>Play it</b>Be the contact on the dev phone and let five days pass in a second.</span></li>
    <li><span><b>Trust it</b>Every text is decided once, sent once, and its reason kept.</span></li></ol>
    <p style="margin-top:2rem"><a class="button" href="/crm/dashboard">Open the console</a></p></div>
    ${brand === null ? '' : form(brand, state)}</div>`
  return page({
    title: 'SMS workflows with a heart',
    description: 'Low-code SMS workflows and a CRM that respects the people it texts.',
    body,
    wide: true,
  })
}

/** What follows the form. It never says whether the number was known, or had opted out. */
export function thanksPage(brand: Brand): string {
  const from = brand.phone === null ? '' : ` from ${escapeHtml(brand.phone)}`
  const start =
    brand.phone === null
      ? ''
      : `<p>Have you opted out before? Then text <strong>START</strong> to ${escapeHtml(brand.phone)}; only you can undo that.</p>`
  return page({
    title: 'Thank you',
    body: `<h1>Thank you.</h1><p class="lead">Your first text comes${from} at a decent hour. Reply STOP at any time and it ends at once.</p>${start}<p><a href="/">Back to the start</a></p>`,
  })
}
