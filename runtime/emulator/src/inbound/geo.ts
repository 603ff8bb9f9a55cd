/** Where Twilio says that a number is from. Often a part is empty, and then it is sent empty: a trap for those who check signatures. */
const PLACES: Readonly<Record<string, { city: string; state: string; zip: string }>> = {
  '415': { city: 'SAN FRANCISCO', state: 'CA', zip: '94107' },
  '212': { city: 'NEW YORK', state: 'NY', zip: '10001' },
  '312': { city: 'CHICAGO', state: 'IL', zip: '60601' },
  '303': { city: 'DENVER', state: 'CO', zip: '' },
  '480': { city: '', state: 'AZ', zip: '' },
  '305': { city: 'MIAMI', state: 'FL', zip: '33101' },
  '206': { city: 'SEATTLE', state: 'WA', zip: '98101' },
}

/** The geo fields of a webhook for one end: `FromCity`, `FromState`, `FromZip`, `FromCountry`. */
export function geoFields(end: 'From' | 'To' | 'Caller' | 'Called', phone: string): Record<string, string> {
  const northAmerican = phone.startsWith('+1')
  const place = northAmerican ? PLACES[phone.slice(2, 5)] : undefined
  return {
    [`${end}City`]: place?.city ?? '',
    [`${end}State`]: place?.state ?? '',
    [`${end}Zip`]: place?.zip ?? '',
    [`${end}Country`]: northAmerican ? 'US' : '',
  }
}
