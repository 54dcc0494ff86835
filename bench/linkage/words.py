"""Names and places that lists are made of: common names of four countries, and made-up rare surnames. As such they are nobody's."""

# ruff: noqa: SIM905 - lists of words read best as lines of words
from __future__ import annotations

from random import Random
from typing import Final

MEN: Final = tuple(
    """José Juan Carlos Luis Miguel Jorge Manuel Francisco Mario Roberto Óscar Víctor Ricardo Rafael Julio Santos Pedro Edwin Kevin Brayan Daniel David
    Walter William Ernesto Salvador Nelson Rolando Edgardo Mauricio Josué Cristian Alexander Antonio Ángel Jesús Héctor Ramón Raúl Rubén Saúl Samuel Moisés
    Wilfredo Alfredo Alfonso Alberto Adalberto Gilberto Heriberto Humberto Norberto Rigoberto Eduardo Enrique Fernando Armando Orlando Reynaldo Rodrigo
    Gerardo Guillermo Gustavo Hugo Ismael Israel Iván Jaime Javier Joaquín Jonathan Joel Abel Adán Adrián Agustín Alejandro Álvaro Amílcar Andrés Anderson
    Arturo Benjamín Bernabé César Dagoberto Darwin Denis Diego Douglas Edgar Elías Elmer Emerson Erick Esteban Ever Fabricio Felipe Félix Fredy Gabriel
    Geovanny Germán Gregorio Henry Ignacio Jairo Jefferson Jeremías Johan Kelvin Leonel Leonardo Lorenzo Marcos Marvin Martín Maximiliano Melvin Misael
    Neftalí Noé Omar Osmín Pablo Porfirio René Rogelio Romeo Rudy Sergio Stanley Tomás Tulio Ulises Vicente Wilber Wilmer Yohan Yonathan Andry Franklin
    Yerson Yeison Luigi Arcadio Cruz Trinidad""".split()
)
WOMEN: Final = tuple(
    """María Ana Rosa Marta Carmen Sandra Claudia Patricia Blanca Gloria Silvia Karla Sonia Morena Reina Dora Elsa Evelyn Fátima Gabriela Glenda Guadalupe
    Iris Jacqueline Jennifer Jessica Juana Julia Karen Katherine Kenia Lidia Lilian Lorena Lourdes Lucía Luz Marcela Margarita Maribel Marina Marlene Mercedes
    Milagro Mirna Mónica Nancy Nora Norma Olga Paola Paula Raquel Rebeca Rocío Roxana Ruth Sara Sofía Susana Tatiana Teresa Vanessa Verónica Vilma Wendy
    Xiomara Yamileth Yanira Yesenia Yolanda Zoila Alejandra Alicia Amanda Ángela Beatriz Berta Brenda Carolina Cecilia Cristina Daniela Deysi Delmy Diana
    Elena Elizabeth Emma Estela Esmeralda Esperanza Estefany Eva Flor Francisca Idalia Ingrid Irma Isabel Ivonne Mariana Concepción Trinidad Cruz Dolores
    Consuelo Josefina Manuela Antonia Tránsito Yusmary Yuleisy Daniela Valentina Andreína""".split()
)
DEVOUT: Final = (
    "de Jesús",
    "del Carmen",
    "de los Ángeles",
    "de la Cruz",
    "del Rosario",
    "de María",
    "Isabel",
    "Antonio",
    "del Tránsito",
)
"""Second names that hold particles."""

COUNTRIES: Final = ("sv", "ve", "hn", "mx")
TOP: Final = {
    "sv": """Hernández Martínez López García Rodríguez Pérez González Ramírez Flores Rivas Cruz Ramos Gómez Vásquez Reyes Díaz Mejía Rivera Guzmán Morales
    Aguilar Alvarado Portillo Sánchez Orellana Menjívar Guevara Melgar Romero Ayala Castro Mendoza Campos Bonilla Escobar Alfaro Guardado Chicas Sorto Ventura
    Funes Abrego Henríquez Miranda Carranza Villalta Molina Quintanilla Navarrete Zelaya Zepeda Beltrán Cañas Peña Argueta""",
    "ve": """González Rodríguez Pérez Hernández García Martínez Sánchez López Díaz Rojas Ramírez Torres Fernández Gómez Álvarez Suárez Moreno Blanco Mendoza
    Jiménez Silva Castillo Salazar Rivas Medina Gutiérrez Colmenares Contreras Briceño Chacón Bastidas Villegas Urdaneta Parra Ferrer Buitrago Zambrano
    Rangel Quintero Guerrero Marcano Rondón Tovar Aponte Arocha Paredes Pacheco Carrillo Mora""",
    "hn": """Hernández López Martínez Rodríguez García Mejía Flores Cruz Rivera Reyes Sánchez Pérez Ramos Gómez Castro Díaz Zelaya Pineda Aguilar Amador
    Lagos Maldonado Banegas Euceda Funez Bonilla Murillo Padilla Paz Orellana Alvarado Discua Izaguirre Lanza Matute Meza Oseguera Ponce Rosales Sabillón
    Turcios Valladares Varela Velásquez Zavala Zúniga Carías Erazo Murcia""",
    "mx": """Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez Jiménez Reyes Díaz Torres Gutiérrez
    Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez Chávez Rivera Juárez Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velázquez
    Rojas Contreras Salazar Luna Ortega Santiago Guerrero Estrada Bautista Cortés Soto Alvarado""",
}
SHARED: Final = tuple(
    """de León|del Cid|de la Cruz|de Paz|de Jesús|San Juan|Ponce de León|de la O|Montes de Oca|del Valle|Santa Cruz|Acevedo|Acosta|Aguirre|Alas|Alemán|
    Amaya|Andrade|Antonio|Aquino|Aranda|Aragón|Araujo|Arévalo|Arias|Arriaza|Avelar|Ávila|Barahona|Barrera|Barrientos|Batres|Benítez|Berríos|Bermúdez|
    Bolaños|Burgos|Bustamante|Caballero|Cáceres|Calderón|Calles|Cárcamo|Cardona|Cárdenas|Carpio|Carrasco|Cartagena|Castaneda|Castellanos|Centeno|Cerna|Cerón|
    Chávez|Claros|Coreas|Cornejo|Corrales|Coto|Cuéllar|Delgado|Deras|Domínguez|Dubón|Durán|Echeverría|Elías|Elorza|Escalante|Escobedo|Espinoza|Estrada|
    Fajardo|Figueroa|Franco|Fuentes|Galdámez|Galicia|Gallegos|Gálvez|Gámez|Garay|Granados|Grande|Guerra|Guillén|Herrera|Huezo|Iraheta|Iglesias|Interiano|Jacobo|
    Jovel|Juárez|Laínez|Landaverde|Lara|Larios|Lazo|Lemus|León|Linares|Lobo|Lozano|Luna|Machado|Magaña|Mancía|Marín|Marroquín|Mata|Mazariego|Medrano|Membreño|
    Meléndez|Méndez|Merino|Miguel|Monge|Monterrosa|Montoya|Morán|Muñoz|Najarro|Nájera|Navarro|Nieto|Nolasco|Núñez|Ochoa|Olivares|Olmedo|Ortega|Ortiz|Osorio|
    Palacios|Palma|Paniagua|Paz|Pichinte|Pineda|Pleitez|Polanco|Ponce|Posada|Prado|Prudencio|Quevedo|Quijada|Quijano|Quiñónez|Quiroz|Recinos|Renderos|
    Reynosa|Ríos|Rosales|Rubio|Ruiz|Salguero|Salinas|Salmerón|Sandoval|Santos|Sarmiento|Segovia|Serrano|Servellón|Sibrián|Solano|Solís|Solórzano|Sosa|Soto|
    Tapia|Tejada|Tobar|Toledo|Trejo|Trujillo|Umaña|Urbina|Urquilla|Valencia|Valiente|Valle|Vargas|Vega|Velasco|Velis|Vides|Viera|Villacorta|Villanueva|Vigil|
    Yanes|Zaldaña|Zaldívar|Zamora|Zarceño|Zavaleta|Zometa""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_FIRST: Final = """Ar Bar Bel Cal Car Cam Cas Cor Del Es Fal Gal Gar Her Lar Lan Mal Mar Mon Mor Nar Or Pal Par Pin Por Qui Ram Ron Sal San Sar Tor Val
    Var Vil Zal Zar Bor Ber Can Cer Fer Gua Luc Mir Nav Per Ser Tal""".split()
_MIDDLE: Final = "a e i o u an el er il on ta te di de gu ra ri la le ma".split()
_LAST: Final = (
    """ez al ar ero era eda ano ana illo illa ales eño ido ado oso ares ondo ín ón uz ina edo asco ejo izo""".split()
)

MUNICIPALITIES: Final = {
    "sv": {
        "San Salvador": "San Salvador|Soyapango|Mejicanos|Apopa|Ciudad Delgado|Ilopango|Tonacatepeque|San Martín|Cuscatancingo|San Marcos|Ayutuxtepeque|Panchimalco",
        "La Libertad": "Santa Tecla|Colón|La Libertad|Quezaltepeque|Zaragoza|San Juan Opico|Ciudad Arce",
        "Santa Ana": "Santa Ana|Chalchuapa|Metapán|Coatepeque",
        "San Miguel": "San Miguel|Chinameca|Ciudad Barrios|Moncagua",
        "Sonsonate": "Sonsonate|Izalco|Acajutla|Nahuizalco",
        "La Paz": "Zacatecoluca|San Luis Talpa|Olocuilta",
        "Usulután": "Usulután|Jiquilisco|Santiago de María",
        "Cuscatlán": "Cojutepeque|Suchitoto|San Pedro Perulapán",
        "Ahuachapán": "Ahuachapán|Atiquizaya",
        "San Vicente": "San Vicente|Tecoluca",
        "Cabañas": "Sensuntepeque|Ilobasco",
        "Chalatenango": "Chalatenango|Nueva Concepción",
        "La Unión": "La Unión|Conchagua|Santa Rosa de Lima",
        "Morazán": "San Francisco Gotera|Jocoro",
    },
    "ve": {
        "Distrito Capital": "Caracas",
        "Zulia": "Maracaibo|Cabimas|San Francisco",
        "Carabobo": "Valencia|Puerto Cabello",
        "Aragua": "Maracay|La Victoria",
        "Lara": "Barquisimeto|Carora",
        "Táchira": "San Cristóbal|San Antonio del Táchira",
        "Anzoátegui": "Puerto La Cruz|Barcelona|El Tigre",
        "Bolívar": "Ciudad Guayana|Ciudad Bolívar",
        "Mérida": "Mérida|El Vigía",
    },
    "hn": {
        "Francisco Morazán": "Tegucigalpa|Comayagüela|Talanga",
        "Cortés": "San Pedro Sula|Choloma|Puerto Cortés|Villanueva",
        "Atlántida": "La Ceiba|Tela",
        "Yoro": "El Progreso|Yoro",
        "Comayagua": "Comayagua|Siguatepeque",
        "Olancho": "Juticalpa|Catacamas",
        "Copán": "Santa Rosa de Copán",
    },
    "mx": {
        "Ciudad de México": "Iztapalapa|Gustavo A. Madero|Coyoacán|Tlalpan",
        "Jalisco": "Guadalajara|Zapopan|Tlaquepaque",
        "Estado de México": "Ecatepec|Nezahualcóyotl|Naucalpan|Toluca",
        "Veracruz": "Veracruz|Xalapa|Coatzacoalcos",
        "Nuevo León": "Monterrey|Guadalupe|Apodaca",
        "Tamaulipas": "Reynosa|Matamoros|Nuevo Laredo",
        "Chiapas": "Tuxtla Gutiérrez|Tapachula",
    },
}
QUARTERS: Final = (
    "Col. Las Margaritas|Zacamil|Col. Centroamérica|Bo. El Centro|Urb. Las Palmas|Col. La Esperanza|Cantón El Rosario|Bo. San José|Col. San Antonio|Res. Altavista|"
    "Sector Los Pinos|Cantón Las Flores|Col. El Progreso|Bo. La Cruz|Comunidad 22 de Abril|Urb. Santa Lucía|Col. Santa María|Caserío Los Amates"
).split("|")
ABBREVIATED: Final = {
    "San ": "S. ",
    "Santa ": "Sta. ",
    "Ciudad ": "Cd. ",
    "Puerto ": "Pto. ",
    "La ": "",
    "Nueva ": "Nva. ",
    "Santiago ": "Stgo. ",
}

NICKNAMES: Final = {
    k: tuple(v.split())
    for k, v in (
        line.split(": ")
        for line in """José: Chepe Pepe Joseíto
Juan: Juancito Juanito
Francisco: Paco Chico Pancho
Jesús: Chuy Chus
Antonio: Toño
Manuel: Manolo Meme
Roberto: Beto Robert
Alberto: Beto
Humberto: Beto Humber
Gilberto: Beto
Rigoberto: Beto Rigo
Heriberto: Beto
Mario: Mayito
Carlos: Carlitos Calín
Luis: Lucho Güicho
Miguel: Migue
Rafael: Rafa
Ricardo: Ricky Richard
Eduardo: Lalo Guayo
Ernesto: Neto
Salvador: Chamba Chava
Guillermo: Memo
Enrique: Quique
Alejandro: Alex
Alexander: Alex
Daniel: Dani
David: Deivid
Jorge: Coque
Óscar: Oskítar
Víctor: Vitillo
Gustavo: Tavo
Rodolfo: Fito
Alfredo: Fredy
Wilfredo: Will Fredy
Ignacio: Nacho
Vicente: Chente
Mauricio: Mauri
Cristian: Cris
Jonathan: Yoni
Benjamín: Mincho Benja
Joaquín: Quincho
Rolando: Rolo
Fernando: Nando
Armando: Mando
Reynaldo: Rey Naldo
Andrés: Andresito
María: Mari Mayra
Guadalupe: Lupita Lupe
Concepción: Concha Conchi
Rosa: Rosita
Ana: Anita
Marta: Martita
Carmen: Carmencita
Patricia: Paty
Teresa: Tere
Beatriz: Bety
Elizabeth: Eli Liz
Dolores: Lola
Mercedes: Meches
Margarita: Mago
Gabriela: Gaby
Josefina: Chepita
Isabel: Chabela
Yesenia: Yesi
Francisca: Paquita
Lourdes: Lulú
Verónica: Vero
Susana: Susy
Cristina: Tina
Esperanza: Pelancha""".splitlines()
    )
}
ABBREVIATIONS: Final = {
    "María": "Ma.", "Francisco": "Fco.", "José": "J.", "Juan": "Jn.", "Guadalupe": "Gpe.", "Antonio": "Ant.", "Manuel": "Mnl.", "Hernández": "Hdez.",
    "Martínez": "Mtz.", "Rodríguez": "Rdgz.", "González": "Glez.", "Fernández": "Fdez.", "Pérez": "Pz.", "Gómez": "Gmz.", "López": "Lpz.", "García": "Gcía.",
    "Ramírez": "Rmz.", "Sánchez": "Schz.", "Gutiérrez": "Gtz.", "Jiménez": "Jmz.", "Domínguez": "Dgz.", "Álvarez": "Alvz.", "Velásquez": "Velqz.",
}  # fmt: skip


def surnames(country: str, size: int) -> list[str]:
    """Return the surnames of a country, commonest first: its own, those that several countries share, and as many made-up ones as are wanted."""
    own = TOP[country].split()
    shared = [name for name in SHARED if name not in own]
    rng = Random(country)
    rng.shuffle(shared)
    names = list(dict.fromkeys(own + shared))
    seen, made = set(names), Random("rare")
    while len(names) < size:
        name = (
            made.choice(_FIRST)
            + "".join(made.choice(_MIDDLE) for _ in range(made.choice((0, 0, 1))))
            + made.choice(_LAST)
        )
        if name not in seen:
            seen.add(name)
            names.append(name)
    return names[:size]
