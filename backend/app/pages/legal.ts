import { escapeHtml, page } from '#app/pages/layout'
import type { Brand } from '#app/pages/landing'

const help = (brand: Brand) =>
  brand.support === ''
    ? 'reply HELP to any of our texts'
    : `reply HELP to any of our texts, or reach us at ${escapeHtml(brand.support)}`

/** The privacy policy, with what carriers ask of a texting programme: no sharing of numbers or consent. */
export function privacyPage(brand: Brand): string {
  const name = escapeHtml(brand.name)
  return page({
    title: 'Privacy policy',
    body: `<h1>Privacy policy</h1><p class="lead">What ${name} keeps about people it texts, why, and how to have it erased.</p>
    <h2>What we keep</h2><p>Your mobile number, the name and details that you give us, the texts between us, and the record of your consent: when, where and in which words you gave it, and the address of the device that you used.</p>
    <h2>What we use it for</h2><p>To send the texts that you asked for, to answer you, and to prove that you asked. For nothing else.</p>
    <h2>Who else sees it</h2><p><strong>We do not sell or share mobile numbers or text-messaging consent with third parties or affiliates for marketing.</strong> Whatever else we share with those who work for us, text messaging originator opt-in data and consent are never part of it. Our texting carrier handles your number and the texts in order to deliver them.</p>
    <h2>How long</h2><p>As long as you receive our texts. Consent records are kept for five years, since the law asks us to be able to show them. After an opt-out we keep your number on a list, only so that nobody texts it by mistake.</p>
    <h2>Your choices</h2><p>Reply STOP to any text and we stop at once. To see, correct or erase what we keep, ${help(brand)}.</p>`,
  })
}

/** The messaging terms, with the points that a 10DLC campaign review looks for. Source: CTIA Messaging Principles 5.1. */
export function termsPage(brand: Brand): string {
  const name = escapeHtml(brand.name)
  const number = brand.phone === null ? '' : ` Texts come from ${escapeHtml(brand.phone)}.`
  return page({
    title: 'Messaging terms',
    body: `<h1>Messaging terms</h1><p class="lead">The rules of the text programme of ${name}.</p>
    <h2>The programme</h2><p>By giving your number and ticking the box you agree to receive recurring automated texts from ${name}: uplifting messages, questions that you may answer, and news of the programme.${number}</p>
    <h2>How often</h2><p>Message frequency varies, up to 10 a month.</p>
    <h2>What it costs</h2><p>We charge nothing. Message and data rates may apply, as your plan has them.</p>
    <h2>How to leave</h2><p>Reply <strong>STOP</strong> to any text. You may get one last text that confirms it, and nothing after that. Other words that mean the same, such as QUIT, END, CANCEL or UNSUBSCRIBE, work too.</p>
    <h2>How to get help</h2><p>To get help, ${help(brand)}.</p>
    <h2>Carriers</h2><p>Carriers are not liable for delayed or undelivered messages.</p>
    <h2>Consent</h2><p>Consent is not a condition of any purchase and can't be passed on to anybody else. How we handle your data is in the <a href="/privacy">privacy policy</a>.</p>`,
  })
}
