"""Invented directors. Addresses end in .example, which no mail server of the world answers for."""

import unicodedata
from dataclasses import dataclass
from random import Random

_FIRST_NAMES = """
    Alejandra Andrea Beatriz Camila Carla Carmen Carolina Catalina Cecilia Claudia Constanza
    Daniela Elena Elisa Fabiola Francisca Gabriela Gloria Ingrid Isabel Jacqueline Javiera
    Karina Loreto Lorena Macarena Magdalena Marcela Margarita Marisol Mónica Natalia Pamela
    Patricia Paula Paulina Pilar Rosa Sandra Soledad Susana Teresa Valeria Verónica Viviana
    Ximena Alberto Alfredo Andrés Ángel Arturo Boris Carlos César Claudio Cristián Daniel
    Eduardo Enrique Esteban Felipe Fernando Francisco Gonzalo Guillermo Gustavo Héctor Hernán
    Hugo Ignacio Iván Jaime Javier Jorge José Juan Leonardo Luis Manuel Marcelo Marco Mario
    Mauricio Miguel Nelson Óscar Pablo Patricio Pedro Rafael Ramón Raúl Ricardo Roberto Rodrigo
    Sebastián Sergio Tomás Víctor
"""
_SURNAMES = """
    Abarca Acevedo Acuña Aguilera Alarcón Alvarado Álvarez Aravena Araya Arriagada Ávila
    Barría Barrientos Bravo Bustos Cáceres Calderón Campos Cárcamo Cárdenas Carrasco Castillo
    Castro Catalán Cid Contreras Cortés Díaz Donoso Escobar Espinoza Farías Fernández Figueroa
    Flores Fuentes Gallardo Garrido Godoy Gómez González Guajardo Guerrero Gutiérrez Henríquez
    Hernández Herrera Huenchul Ibáñez Jara Jiménez Lagos Leiva Leal López Maldonado Mancilla
    Mardones Martínez Medina Méndez Millán Miranda Molina Montecinos Morales Moreno Moya Muñoz
    Navarro Neira Núñez Ojeda Olivares Orellana Ortega Oyarzún Pacheco Palma Paredes Parra Peña
    Pérez Pino Pinto Pizarro Ponce Quezada Quiroga Ramírez Ramos Retamal Reyes Riquelme Ríos
    Rivera Rojas Romero Ruiz Saavedra Salazar Salinas Sánchez Sandoval Santibáñez Sáez Sepúlveda
    Silva Soto Tapia Toledo Toro Torres Ulloa Urrutia Valdés Valenzuela Vargas Vásquez Vega
    Vera Vergara Vidal Villagra Yáñez Zamorano Zapata Zúñiga
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())
SURNAMES = tuple(_SURNAMES.split())
FIRST_PHONE, LAST_PHONE = 30_000_000, 99_999_999


@dataclass(frozen=True)
class InventedPerson:
    """A director who does not exist; `email` is empty for who has no address."""

    name: str
    email: str
    phone: str


def invent_person(random: Random, *, place: str, has_email: bool = True) -> InventedPerson:
    """Invent somebody who works in a comuna: a name, two surnames, a mobile number, an address."""
    first = random.choice(FIRST_NAMES)
    surnames = random.sample(SURNAMES, 2)
    phone = str(random.randint(FIRST_PHONE, LAST_PHONE))
    address = f"{plain(first)}.{plain(surnames[0])}@muni-{plain(place)}.example"
    return InventedPerson(
        name=" ".join([first, *surnames]),
        email=address if has_email else "",
        phone=f"+56 9 {phone[:4]} {phone[4:]}",
    )


def plain(text: str) -> str:
    """Write a text as part of an address: small letters without marks, other signs dropped."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if sign.isascii() and sign.isalnum())
