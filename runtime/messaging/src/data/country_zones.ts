/**
 * Countries and the zones in which nearly all of their people live (tz database, zone1970.tab). One zone: it is certain.
 * Several: a text must be allowed in each. Countries of the North American Numbering Plan but US and CA are told by area code.
 */
const ROWS = `
AD Europe/Andorra|AE Asia/Dubai|AF Asia/Kabul|AL Europe/Tirane|AM Asia/Yerevan|AO Africa/Luanda|AR America/Argentina/Buenos_Aires|AT Europe/Vienna
AU Australia/Perth Australia/Brisbane Australia/Sydney Australia/Adelaide Australia/Darwin|AW America/Aruba|AZ Asia/Baku|BA Europe/Sarajevo|BD Asia/Dhaka
BE Europe/Brussels|BF Africa/Ouagadougou|BG Europe/Sofia|BH Asia/Bahrain|BI Africa/Bujumbura|BJ Africa/Porto-Novo|BN Asia/Brunei|BO America/La_Paz
BR America/Sao_Paulo America/Manaus America/Rio_Branco|BT Asia/Thimphu|BW Africa/Gaborone|BY Europe/Minsk|BZ America/Belize
CA America/St_Johns America/Halifax America/Toronto America/Winnipeg America/Regina America/Edmonton America/Vancouver
CD Africa/Kinshasa Africa/Lubumbashi|CF Africa/Bangui|CG Africa/Brazzaville|CH Europe/Zurich|CI Africa/Abidjan|CL America/Santiago|CM Africa/Douala
CN Asia/Shanghai|CO America/Bogota|CR America/Costa_Rica|CU America/Havana|CV Atlantic/Cape_Verde|CW America/Curacao|CY Asia/Nicosia|CZ Europe/Prague
DE Europe/Berlin|DJ Africa/Djibouti|DK Europe/Copenhagen|DZ Africa/Algiers|EC America/Guayaquil|EE Europe/Tallinn|EG Africa/Cairo|ER Africa/Asmara
ES Europe/Madrid Atlantic/Canary|ET Africa/Addis_Ababa|FI Europe/Helsinki|FJ Pacific/Fiji|FO Atlantic/Faroe|FR Europe/Paris|GA Africa/Libreville
GB Europe/London|GE Asia/Tbilisi|GF America/Cayenne|GG Europe/Guernsey|GH Africa/Accra|GI Europe/Gibraltar|GL America/Nuuk|GM Africa/Banjul|GN Africa/Conakry
GP America/Guadeloupe|GQ Africa/Malabo|GR Europe/Athens|GT America/Guatemala|GW Africa/Bissau|GY America/Guyana|HK Asia/Hong_Kong|HN America/Tegucigalpa
HR Europe/Zagreb|HT America/Port-au-Prince|HU Europe/Budapest|ID Asia/Jakarta Asia/Makassar Asia/Jayapura|IE Europe/Dublin|IL Asia/Jerusalem|IM Europe/Isle_of_Man
IN Asia/Kolkata|IQ Asia/Baghdad|IR Asia/Tehran|IS Atlantic/Reykjavik|IT Europe/Rome|JE Europe/Jersey|JO Asia/Amman|JP Asia/Tokyo|KE Africa/Nairobi
KG Asia/Bishkek|KH Asia/Phnom_Penh|KM Indian/Comoro|KR Asia/Seoul|KW Asia/Kuwait|KZ Asia/Almaty|LA Asia/Vientiane|LB Asia/Beirut|LI Europe/Vaduz
LK Asia/Colombo|LR Africa/Monrovia|LS Africa/Maseru|LT Europe/Vilnius|LU Europe/Luxembourg|LV Europe/Riga|LY Africa/Tripoli|MA Africa/Casablanca
MC Europe/Monaco|MD Europe/Chisinau|ME Europe/Podgorica|MG Indian/Antananarivo|MK Europe/Skopje|ML Africa/Bamako|MM Asia/Yangon|MN Asia/Ulaanbaatar Asia/Hovd
MO Asia/Macau|MQ America/Martinique|MR Africa/Nouakchott|MT Europe/Malta|MU Indian/Mauritius|MV Indian/Maldives|MW Africa/Blantyre
MX America/Mexico_City America/Tijuana America/Cancun America/Hermosillo|MY Asia/Kuala_Lumpur|MZ Africa/Maputo|NA Africa/Windhoek|NC Pacific/Noumea
NE Africa/Niamey|NG Africa/Lagos|NI America/Managua|NL Europe/Amsterdam|NO Europe/Oslo|NP Asia/Kathmandu|NZ Pacific/Auckland|OM Asia/Muscat|PA America/Panama
PE America/Lima|PF Pacific/Tahiti|PG Pacific/Port_Moresby|PH Asia/Manila|PK Asia/Karachi|PL Europe/Warsaw|PS Asia/Hebron|PT Europe/Lisbon Atlantic/Azores
PY America/Asuncion|QA Asia/Qatar|RE Indian/Reunion|RO Europe/Bucharest|RS Europe/Belgrade
RU Europe/Kaliningrad Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok|RW Africa/Kigali|SA Asia/Riyadh|SB Pacific/Guadalcanal|SC Indian/Mahe
SD Africa/Khartoum|SE Europe/Stockholm|SG Asia/Singapore|SI Europe/Ljubljana|SK Europe/Bratislava|SL Africa/Freetown|SM Europe/San_Marino|SN Africa/Dakar
SO Africa/Mogadishu|SR America/Paramaribo|SS Africa/Juba|ST Africa/Sao_Tome|SV America/El_Salvador|SY Asia/Damascus|SZ Africa/Mbabane|TD Africa/Ndjamena
TG Africa/Lome|TH Asia/Bangkok|TJ Asia/Dushanbe|TL Asia/Dili|TM Asia/Ashgabat|TN Africa/Tunis|TO Pacific/Tongatapu|TR Europe/Istanbul|TW Asia/Taipei
TZ Africa/Dar_es_Salaam|UA Europe/Kyiv|UG Africa/Kampala
US America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage Pacific/Honolulu
UY America/Montevideo|UZ Asia/Tashkent|VE America/Caracas|VN Asia/Ho_Chi_Minh|VU Pacific/Efate|WS Pacific/Apia|XK Europe/Belgrade|YE Asia/Aden|YT Indian/Mayotte
ZA Africa/Johannesburg|ZM Africa/Lusaka|ZW Africa/Harare`

export const COUNTRY_ZONES: ReadonlyMap<string, readonly string[]> = new Map(
  ROWS.trim()
    .split(/[|\n]/)
    .map((row) => {
      const [country = '', ...zones] = row.split(' ')
      return [country, zones] as const
    }),
)
