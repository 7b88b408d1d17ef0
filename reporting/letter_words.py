"""The usual text of each kind of paper, used until an office sets its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a paper says around what its writer adds."""

    heading: str = ""
    subject: str = ""
    opening: str = ""
    body: str = ""
    closing: str = ""
    copies: str = ""
    on_behalf: str = ""


# In a surat pengantar each line of the body is a row: what is sent | how many | remark.
USUAL: dict[str, Words] = {
    "cover": Words(
        heading="Surat Pengantar",
        subject="Penyampaian {laporan} {periode}",
        body="{laporan} {perangkat_daerah} {periode} | 1 (satu) berkas | "
        "Dikirim dengan hormat untuk menjadikan periksa",
    ),
    "memo": Words(
        heading="Nota Dinas",
        subject="Penyampaian {laporan} {periode}",
        opening="Bersama ini disampaikan dengan hormat {laporan} {perangkat_daerah} {periode}.",
        body="Laporan tersebut disusun dari data yang disampaikan para penanggung jawab kegiatan.",
        closing="Demikian untuk menjadi periksa dan mohon arahan lebih lanjut.",
    ),
    "official": Words(
        subject="Penyampaian {laporan} {periode}",
        opening="Dengan hormat,",
        body="Bersama ini disampaikan {laporan} {perangkat_daerah} {periode}.",
        closing="Demikian disampaikan, atas perhatian dan kerja sama Saudara diucapkan terima kasih.",
    ),
    "minutes": Words(
        heading="Berita Acara",
        subject="Serah terima {laporan} {periode}",
        opening="Pada hari ini, {hari_tanggal}, bertempat di {tempat}, kami yang bertanda tangan di bawah "
        "ini menerangkan bahwa:",
        body="Telah diserahkan {laporan} {perangkat_daerah} {periode} kepada {tujuan} dalam keadaan lengkap.",
        closing="Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
    ),
    "disposition": Words(
        heading="Lembar Disposisi",
        body="Tanggapan dan saran\nProses lebih lanjut\nKoordinasi/konfirmasikan\n"
        "Selesaikan sesuai ketentuan\nUntuk diketahui",
    ),
}
