"""Colour arithmetic: WCAG contrast, colour-vision simulation (Machado 2009), CIEDE2000."""

import math

SIMULATION = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
SEEN = ("normal", *SIMULATION)
Linear = tuple[float, float, float]


def linear(colour: str) -> Linear:
    """Return the linear light of a hex colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, vision: str) -> Linear:
    """Return a colour's linear light as a kind of colour vision sees it, on the 8-bit grid."""
    light = linear(colour)
    if vision == "normal":
        return light
    mixed = [
        sum(k * part for k, part in zip(row, light, strict=True)) for row in SIMULATION[vision]
    ]
    bent = [max(0.0, min(1.0, part)) for part in mixed]
    codes = [12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in bent]
    return linear("#" + "".join(f"{round(code * 255):02X}" for code in codes))


def lab(light: Linear) -> Linear:
    """Return CIELAB (D65) of linear light."""
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: str, other: str, vision: str = "normal") -> float:
    """Return the CIEDE2000 distance of two colours under a kind of colour vision."""
    light1, a1, b1 = lab(seen(one, vision))
    light2, a2, b2 = lab(seen(other, vision))
    mean_chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    chroma1, chroma2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    hue1 = math.degrees(math.atan2(b1, a1 * stretch)) % 360
    hue2 = math.degrees(math.atan2(b2, a2 * stretch)) % 360
    return _combine((light1, chroma1, hue1), (light2, chroma2, hue2))


def _combine(one: Linear, other: Linear) -> float:
    """Weigh lightness, chroma and hue differences the way CIEDE2000 does."""
    (light1, chroma1, hue1), (light2, chroma2, hue2) = one, other
    turn = hue2 - hue1
    if chroma1 * chroma2 == 0:
        turn = 0
    elif abs(turn) > 180:
        turn -= math.copysign(360, turn)
    hue = (hue1 + hue2) / 2
    if chroma1 * chroma2 == 0:
        hue = hue1 + hue2
    elif abs(hue1 - hue2) > 180:
        hue += 180 if hue1 + hue2 < 360 else -180
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    wave = 1 - sum(
        weight * math.cos(math.radians(angle))
        for weight, angle in (
            (0.17, hue - 30),
            (-0.24, 2 * hue),
            (-0.32, 3 * hue + 6),
            (0.20, 4 * hue - 63),
        )
    )
    away = (light - 50) ** 2
    d_light = (light2 - light1) / (1 + 0.015 * away / math.sqrt(20 + away))
    d_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    d_hue = 2 * math.sqrt(chroma1 * chroma2) * math.sin(math.radians(turn / 2))
    d_hue /= 1 + 0.015 * chroma * wave
    bend = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    rotation = -math.sin(math.radians(2 * bend)) * 2 * math.sqrt(chroma**7 / (chroma**7 + 25**7))
    return math.sqrt(d_light**2 + d_chroma**2 + d_hue**2 + rotation * d_chroma * d_hue)
