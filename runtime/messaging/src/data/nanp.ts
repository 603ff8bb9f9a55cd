/** One row: a state, province or country of the North American Numbering Plan, its zones and its area codes. */
export interface NanpRegion {
  /** ISO 3166 alpha-2. */
  country: string
  /** US state or Canadian province; null elsewhere. */
  state: string | null
  /** Every zone in use there; several: ambiguous without more. */
  zones: string
  /** Area codes in all of `zones` unless `only` says less. */
  codes: string
  /** Area codes that lie in fewer zones than the region. */
  only?: Record<string, string>
}

/** Area codes that lie in one of the region's zones only. */
type Only = Record<string, string>
/** Area codes, and which of them lie in fewer zones. */
type Codes = string | readonly [codes: string, only: Only]

const region =
  (country: string, state: string, zones: string) =>
  (codes: Codes): NanpRegion =>
    typeof codes === 'string'
      ? { country, state, zones, codes }
      : { country, state, zones, codes: codes[0], only: codes[1] }
const us = (state: string, zones: string, codes: Codes): NanpRegion => region('US', state, zones)(codes)
const ca = (state: string, zones: string, codes: Codes): NanpRegion => region('CA', state, zones)(codes)
const island = (country: string, zones: string, codes: string): NanpRegion => ({ country, state: null, zones, codes })

const ET = 'America/New_York'
const CT = 'America/Chicago'
const MT = 'America/Denver'
const PT = 'America/Los_Angeles'
const AT = 'America/Halifax'

/**
 * Area codes of the North American Numbering Plan (NANPA's list as of 2026) with the zones in use there (49 CFR 71 for
 * the US borders). A code that straddles a border has both zones: a text must then be allowed in each.
 */
export const NANP_REGIONS: readonly NanpRegion[] = [
  us('AL', CT, '205 251 256 334 659 938'),
  us('AK', 'America/Anchorage America/Adak', '907'),
  us('AZ', `America/Phoenix ${MT}`, ['480 520 602 623 928', { 'America/Phoenix': '480 520 602 623' }]),
  us('AR', CT, '327 479 501 870'),
  us(
    'CA',
    PT,
    '209 213 279 310 323 341 350 357 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661 669 707 714 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951',
  ),
  us('CO', MT, '303 719 720 748 970 983'),
  us('CT', ET, '203 475 860 959'),
  us('DE', ET, '302'),
  us('DC', ET, '202 771'),
  us('FL', `${ET} ${CT}`, [
    '239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954',
    {
      [ET]: '239 305 321 324 352 386 407 561 645 656 689 727 728 754 772 786 813 863 904 941 954',
    },
  ]),
  us('GA', ET, '229 404 470 478 678 706 762 770 912 943'),
  us('HI', 'Pacific/Honolulu', '808'),
  us('ID', `America/Boise ${PT}`, '208 986'),
  us('IL', CT, '217 224 309 312 331 447 464 618 630 708 730 773 779 815 847 861 872'),
  us('IN', `America/Indiana/Indianapolis ${CT}`, [
    '219 260 317 463 574 765 812 930',
    {
      'America/Indiana/Indianapolis': '260 317 463 765',
    },
  ]),
  us('IA', CT, '319 515 563 641 712'),
  us('KS', `${CT} ${MT}`, ['316 620 785 913', { [CT]: '316 913' }]),
  us('KY', `${ET} ${CT}`, ['270 364 502 606 859', { [ET]: '502 859' }]),
  us('LA', CT, '225 318 337 457 504 985'),
  us('ME', ET, '207'),
  us('MD', ET, '227 240 301 410 443 667'),
  us('MA', ET, '339 351 413 508 617 774 781 857 978'),
  us('MI', `America/Detroit ${CT}`, [
    '231 248 269 313 517 586 616 679 734 810 906 947 989',
    {
      'America/Detroit': '231 248 269 313 517 586 616 679 734 810 947 989',
    },
  ]),
  us('MN', CT, '218 320 507 612 651 763 924 952'),
  us('MS', CT, '228 471 601 662 769'),
  us('MO', CT, '235 314 417 557 573 636 660 816 975'),
  us('MT', MT, '406'),
  us('NE', `${CT} ${MT}`, ['308 402 531', { [CT]: '531' }]),
  us('NV', `${PT} ${MT}`, ['702 725 775', { [PT]: '702 725' }]),
  us('NH', ET, '603'),
  us('NJ', ET, '201 551 609 640 732 848 856 862 908 973'),
  us('NM', MT, '505 575'),
  us('NY', ET, '212 315 329 332 347 363 516 518 585 607 624 631 646 680 716 718 838 845 914 917 929 934'),
  us('NC', ET, '252 336 472 704 743 828 910 919 980 984'),
  us('ND', `${CT} ${MT}`, '701'),
  us('OH', ET, '216 220 234 283 326 330 380 419 436 440 513 567 614 740 937'),
  us('OK', CT, '405 539 572 580 918'),
  us('OR', `${PT} America/Boise`, ['458 503 541 971', { [PT]: '503 971' }]),
  us('PA', ET, '215 223 267 272 412 445 484 570 582 610 717 724 814 835 878'),
  us('RI', ET, '401'),
  us('SC', ET, '803 821 839 843 854 864'),
  us('SD', `${CT} ${MT}`, '605'),
  us('TN', `${CT} ${ET}`, ['423 615 629 731 865 901 931', { [CT]: '615 629 731 901', [ET]: '865' }]),
  us('TX', `${CT} ${MT}`, [
    '210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 940 945 956 972 979',
    {
      [CT]: '210 214 254 281 325 346 361 409 430 469 512 621 682 713 726 737 806 817 830 832 903 936 940 945 956 972 979',
      [MT]: '915',
    },
  ]),
  us('UT', MT, '385 435 801'),
  us('VT', ET, '802'),
  us('VA', ET, '276 434 540 571 686 703 757 804 826 948'),
  us('WA', PT, '206 253 360 425 509 564'),
  us('WV', ET, '304 681'),
  us('WI', CT, '262 274 353 414 534 608 715 920'),
  us('WY', MT, '307'),
  us('PR', 'America/Puerto_Rico', '787 939'),
  us('VI', 'America/St_Thomas', '340'),
  us('GU', 'Pacific/Guam', '671'),
  us('AS', 'Pacific/Pago_Pago', '684'),
  us('MP', 'Pacific/Saipan', '670'),
  ca('AB', 'America/Edmonton', '368 403 587 780 825'),
  ca('BC', 'America/Vancouver America/Edmonton America/Dawson_Creek', [
    '236 250 257 604 672 778',
    {
      'America/Vancouver': '604',
    },
  ]),
  ca('MB', 'America/Winnipeg', '204 431 584'),
  ca('NB', 'America/Moncton', '428 506'),
  ca('NL', 'America/St_Johns America/Goose_Bay', '709 879'),
  ca('NS', AT, '782 902'),
  ca('PE', AT, ''),
  ca('ON', 'America/Toronto America/Winnipeg', [
    '226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942',
    {
      'America/Toronto': '226 249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 905 942',
    },
  ]),
  ca('QC', `America/Toronto ${AT}`, [
    '263 354 367 418 438 450 468 514 579 581 819 873',
    {
      'America/Toronto': '263 354 438 450 468 514 579 819 873',
    },
  ]),
  ca('SK', 'America/Regina America/Edmonton', '306 474 639'),
  ca('YT', 'America/Whitehorse', ''),
  ca('NT', 'America/Edmonton', ''),
  ca('NU', 'America/Iqaluit America/Rankin_Inlet America/Cambridge_Bay', ''),
  // One code for the three territories.
  {
    country: 'CA',
    state: null,
    zones: 'America/Whitehorse America/Edmonton America/Iqaluit America/Rankin_Inlet',
    codes: '867',
  },
  island('AG', 'America/Antigua', '268'),
  island('AI', 'America/Anguilla', '264'),
  island('BB', 'America/Barbados', '246'),
  island('BM', 'Atlantic/Bermuda', '441'),
  island('BS', 'America/Nassau', '242'),
  island('DM', 'America/Dominica', '767'),
  island('DO', 'America/Santo_Domingo', '809 829 849'),
  island('GD', 'America/Grenada', '473'),
  island('JM', 'America/Jamaica', '658 876'),
  island('KN', 'America/St_Kitts', '869'),
  island('KY', 'America/Cayman', '345'),
  island('LC', 'America/St_Lucia', '758'),
  island('MS', 'America/Montserrat', '664'),
  island('SX', 'America/Lower_Princes', '721'),
  island('TC', 'America/Grand_Turk', '649'),
  island('TT', 'America/Port_of_Spain', '868'),
  island('VC', 'America/St_Vincent', '784'),
  island('VG', 'America/Tortola', '284'),
]
