/// Codes of two or three capital letters, one bit each.
struct CodeTable: Sendable {
  private let length: Int
  private let bits: [UInt64]

  init(length: Int, _ codes: String) {
    self.length = length
    let places = length == 2 ? 676 : 17_576
    var bits = [UInt64](repeating: 0, count: (places + 63) / 64)
    for code in codes.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      let place = code.reduce(0) { $0 * 26 + Int($1 - 65) }
      bits[place / 64] |= 1 << UInt64(place % 64)
    }
    self.bits = bits
  }

  func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count == length else { return false }
    var place = 0
    for byte in text {
      guard byte &- 65 < 26 else { return false }
      place = place * 26 + Int(byte - 65)
    }
    return bits[place / 64] >> UInt64(place % 64) & 1 != 0
  }

  /// ISO 3166-1 alpha-2, officially assigned, as of 2026-05.
  static let countries = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """

  /// ISO 4217, active currencies and funds, precious metals and XTS, XXX, as of 2026-05.
  static let currencies = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
    TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD
    XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG
    """
}
